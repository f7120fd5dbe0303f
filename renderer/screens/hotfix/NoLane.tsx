/** No lane is open: what one is, and the button that cuts it from what production runs. */
import { Anchor, Button } from '@mantine/core';
import { IconGitBranch } from '@tabler/icons-react';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { LaneStatus } from '../../../shared/domain/hotfix.ts';
import { EmptyPlace } from '../../components/EmptyPlace.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { productionOf } from '../../components/forecast/useTarget.ts';
import { leadsTo } from '../../components/leadsTo.ts';
import { Page } from '../../components/Page.tsx';
import { When } from '../../components/When.tsx';
import { useBranchWish } from '../../dialogs/lane/StartLaneDialog.tsx';
import { useStatus, useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import classes from './Hotfix.module.css';
import { words } from './words.ts';

export function NoLane({ project, closed }: { readonly project: string; readonly closed: readonly LaneStatus[] }) {
  const openDialog = useStore((state) => state.openDialog);
  const status = useStatus();
  const production = status && productionOf(status);
  const wish = useBranchWish(project);
  return (
    <Page title={words.title}>
      <EmptyPlace
        icon={IconGitBranch}
        title={words.none.title}
        actions={
          production?.release && (
            <Button data-testid="start-hotfix" onClick={() => openDialog({ kind: 'start-lane', project })}>
              {words.none.start(inert(production.name), shortSha(production.release.commit))}
            </Button>
          )
        }
      >
        <p>{words.none.text}</p>
        {production && wish && <p>{words.none.branch(inert(wish))}</p>}
        {status && !production && <p>{words.none.noProduction}</p>}
        <Closed project={project} lanes={closed} />
      </EmptyPlace>
    </Page>
  );
}

/** Closed lanes that are listed. */
const most = 8;

function Closed({ project, lanes }: { readonly project: string; readonly lanes: readonly LaneStatus[] }) {
  if (lanes.length === 0) return null;
  return (
    <section aria-label={words.none.closed}>
      <h3>{words.none.closed}</h3>
      <ul className={classes.closed}>
        {lanes.slice(0, most).map((lane) => (
          <li key={lane.id}>
            <Anchor c="var(--move)" {...leadsTo({ screen: 'hotfix', project, lane: lane.id })}>
              <Foreign text={lane.branch} most={40} />
            </Anchor>{' '}
            {words.status[lane.status]}, <When at={lane.createdAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
