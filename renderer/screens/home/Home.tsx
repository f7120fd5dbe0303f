/** Home is the diagram, with the inspector of what is selected beside it. */
import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import type { Route } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { Diagram } from './diagram/Diagram.tsx';
import classes from './Home.module.css';
import { Inspector } from './inspector/Inspector.tsx';
import { NoConfiguration } from './NoConfiguration.tsx';
import { words } from './words.ts';

type HomeRoute = Extract<Route, { screen: 'home' }>;

export function Home({ route }: { readonly route: HomeRoute }) {
  const status = useStore((state) => state.statuses[route.project]);
  const problem = useStore((state) => state.statusProblems[route.project]);
  const loadStatus = useStore((state) => state.loadStatus);
  const go = useStore((state) => state.go);
  const again = { label: words.again, run: () => void loadStatus(route.project) };

  if (!status) {
    return problem ? (
      <div className={classes.failed}>
        <h1 className={classes.title}>{words.failed}</h1>
        <ProblemNotice problem={problem} action={again} />
      </div>
    ) : (
      <Loading />
    );
  }
  const { configuration } = status;
  if (configuration.missing && status.environments.length === 0) return <NoConfiguration project={status.project} />;
  return (
    <div className={classes.home}>
      <VisuallyHidden>
        <h1>
          <Foreign text={status.project.name} />
        </h1>
      </VisuallyHidden>
      <div className={classes.main}>
        {!configuration.valid && (
          <div className={classes.invalid} role="status">
            <IconFileAlert size={18} aria-hidden /> {words.invalid(configuration.problems.length)}
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => go({ screen: 'settings', project: route.project })}
            >
              {words.show}
            </Button>
          </div>
        )}
        {problem && problem.code !== 'failed.engine-gone' && (
          <div className={classes.notice}>
            <ProblemNotice problem={problem} action={again} compact />
          </div>
        )}
        {!status.docker.reachable && status.docker.problem && (
          <div className={classes.notice}>
            <ProblemNotice problem={status.docker.problem} compact />
          </div>
        )}
        <div className={classes.diagram}>
          <Diagram status={status} />
        </div>
      </div>
      {(route.environment ?? route.edge) !== undefined && <Inspector route={route} status={status} />}
    </div>
  );
}

/** The shape of what comes. */
function Loading() {
  return (
    <div className={classes.loading} role="status" aria-label={words.loading}>
      {[0, 1, 2, 3].map((index) => (
        <Skeleton key={index} width={220} height={120} radius={9} />
      ))}
    </div>
  );
}
