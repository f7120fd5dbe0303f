/** The inspector: everything about the selected environment or edge, beside the diagram and never over it. */
import { CloseButton } from '@mantine/core';
import type { ProjectStatus } from '../../../../shared/domain/project.ts';
import { Foreign } from '../../../components/Foreign.tsx';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { useResizer } from '../../../components/useResizer.ts';
import type { Route } from '../../../state/address.ts';
import { useStore } from '../../../state/store.ts';
import { inert } from '../../../text/inert.ts';
import { EdgeInspector } from './EdgeInspector.tsx';
import { EnvironmentInspector } from './EnvironmentInspector.tsx';
import classes from './Inspector.module.css';
import { words } from './words.ts';

interface InspectorProps {
  readonly route: Extract<Route, { screen: 'home' }>;
  readonly status: ProjectStatus;
}

export function Inspector({ route, status }: InspectorProps) {
  const width = useStore((state) => state.inspectorWidth);
  const arrange = useStore((state) => state.arrange);
  const go = useStore((state) => state.go);
  const environment = status.environments.find((candidate) => candidate.name === route.environment);
  const edge = status.edges.find((candidate) => candidate.id === route.edge);
  const handle = useResizer({
    size: width,
    least: 340,
    most: Math.max(340, Math.round(innerWidth * 0.6)),
    axis: 'x',
    resize: (inspectorWidth) => arrange({ inspectorWidth }),
    label: words.resize,
  });
  const title = edge ? words.edge.title(edge.from, edge.to) : (route.environment ?? route.edge ?? '');
  return (
    <aside className={classes.inspector} style={{ width }} aria-label={words.inspector(inert(title))}>
      <div className={classes.handle} {...handle} />
      <header className={classes.head}>
        {environment && <KindIcon kind={environment.kind} size={18} />}
        <h2 className={classes.title}>
          <Foreign text={title} most={34} />
        </h2>
        {environment && environment.title.toLowerCase() !== environment.name.toLowerCase() && (
          <span className="quiet">{environment.title}</span>
        )}
        <CloseButton
          aria-label={words.close}
          onClick={() => go({ screen: 'home', project: route.project })}
          className={classes.close}
        />
      </header>
      {environment && (
        <EnvironmentInspector
          key={environment.name}
          environment={environment}
          status={status}
          tab={route.tab ?? 'overview'}
        />
      )}
      {edge && <EdgeInspector key={edge.id} edge={edge} status={status} />}
      {!environment && !edge && <p className={classes.body}>{words.gone}</p>}
    </aside>
  );
}
