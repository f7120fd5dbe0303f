/** What would be promoted along an edge, and what holds it. */
import { Button } from '@mantine/core';
import { IconArrowRight, IconListCheck } from '@tabler/icons-react';
import type { FlowEdge } from '../../../../shared/domain/project.ts';
import { CommitName } from '../../../components/Copyable.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { ProblemNotice } from '../../../components/ProblemNotice.tsx';
import { ReleaseLink } from '../../../components/ReleaseLink.tsx';
import { CommitList } from '../../../dialogs/preview/Movements.tsx';
import { useAnswer } from '../../../components/useAnswer.ts';
import { useStore } from '../../../state/store.ts';
import { count } from '../../../text/count.ts';
import { inert, shorten } from '../../../text/inert.ts';
import classes from './Inspector.module.css';
import { words } from './words.ts';

export function EdgeInspector({ edge, project }: { readonly edge: FlowEdge; readonly project: string }) {
  const openDialog = useStore((state) => state.openDialog);
  const go = useStore((state) => state.go);
  const { release, promotion, changes } = edge;
  const preview = useAnswer(
    'promotion.preview',
    release && edge.kind !== 'mirror' ? { project, release: release.id, to: edge.to } : null,
    { fresh: edge },
  );
  if (edge.kind === 'mirror') return <div className={classes.body}>{words.edge.mirror}</div>;
  return (
    <div className={classes.body} style={{ overflow: 'auto' }}>
      {edge.kind === 'lane' && <div className="quiet">{words.edge.lane}</div>}
      {!release && <div>{words.edge.nothing}</div>}
      {release && (
        <>
          <Button
            leftSection={<IconArrowRight size={16} />}
            variant={promotion.possible ? 'filled' : 'default'}
            onClick={() => openDialog({ kind: 'promotion', project, release: release.id, to: edge.to })}
          >
            {words.edge.preview(shorten(inert(edge.to), 30))}
          </Button>
          <Button
            leftSection={<IconListCheck size={16} />}
            variant="default"
            onClick={() => go({ screen: 'changes', project, has: edge.from, lacks: edge.to })}
          >
            {words.edge.between(shorten(inert(edge.from), 20), shorten(inert(edge.to), 20))}
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
          {preview.data && preview.data.comes.count > 0 && (
            <CommitList movement={preview.data.comes} label={words.edge.changes} />
          )}
        </>
      )}
    </div>
  );
}
