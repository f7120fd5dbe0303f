/** What would be promoted along an edge, and what holds it. */
import { Button } from '@mantine/core';
import { IconArrowRight, IconListCheck } from '@tabler/icons-react';
import type { FlowEdge, ProjectStatus } from '../../../../shared/domain/project.ts';
import { CommitName } from '../../../components/Copyable.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { ProblemNotice } from '../../../components/ProblemNotice.tsx';
import { ReleaseLink } from '../../../components/ReleaseLink.tsx';
import { CommitList } from '../../../dialogs/preview/Movements.tsx';
import { useAnswer } from '../../../components/useAnswer.ts';
import { useStore } from '../../../state/store.ts';
import { count } from '../../../text/count.ts';
import { inert, shorten } from '../../../text/inert.ts';
import { alongEdge } from '../matrixOf.ts';
import classes from './Inspector.module.css';
import { ShortChanges } from './ShortChanges.tsx';
import { words } from './words.ts';

export function EdgeInspector({ edge, status }: { readonly edge: FlowEdge; readonly status: ProjectStatus }) {
  const project = status.project.id;
  const between = alongEdge(status, edge);
  const openDialog = useStore((state) => state.openDialog);
  const go = useStore((state) => state.go);
  const { release, promotion, changes } = edge;
  const preview = useAnswer(
    'promotion.preview',
    release && edge.kind !== 'mirror' && !between ? { project, release: release.id, to: edge.to } : null,
    { fresh: edge },
  );
  return (
    <div className={classes.body} style={{ overflow: 'auto' }}>
      {edge.kind === 'lane' && <div className="quiet">{words.edge.lane}</div>}
      {edge.kind === 'mirror' && <div>{words.edge.mirror}</div>}
      {edge.kind !== 'mirror' && !release && <div>{words.edge.nothing}</div>}
      {edge.kind !== 'mirror' && release && (
        <>
          <Button
            leftSection={<IconArrowRight size={16} />}
            variant={promotion.possible ? 'filled' : 'default'}
            onClick={() => openDialog({ kind: 'promotion', project, release: release.id, to: edge.to })}
          >
            {words.edge.preview(shorten(inert(edge.to), 30))}
          </Button>
          {!promotion.possible && promotion.reason && <ProblemNotice problem={promotion.reason} compact />}
          <dl className={classes.facts}>
            <dt>{words.edge.would}</dt>
            <dd>
              <ReleaseLink project={project} release={release} />
              <div>
                <Foreign text={release.subject} />
              </div>
              <CommitName sha={release.commit} />
            </dd>
            <dt>{words.edge.changes}</dt>
            <dd>{changes === null ? words.edge.unknown : count(changes, 'commit')}</dd>
          </dl>
          {!between && preview.data && preview.data.comes.count > 0 && (
            <CommitList movement={preview.data.comes} label={words.edge.changes} />
          )}
        </>
      )}
      {between ? (
        <ShortChanges
          project={project}
          between={between}
          title={words.edge.between(shorten(inert(edge.from), 20), shorten(inert(edge.to), 20))}
        />
      ) : (
        <Button
          leftSection={<IconListCheck size={16} />}
          variant="default"
          onClick={() => go({ screen: 'changes', project })}
        >
          {words.matrix}
        </Button>
      )}
    </div>
  );
}
