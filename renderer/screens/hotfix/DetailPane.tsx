/** The chosen commit beside the lane: what picking it would meet, and what it changes. */
import { Button, NativeSelect } from '@mantine/core';
import type { LaneStatus, PickRequest } from '../../../shared/domain/hotfix.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { DiffView } from '../../components/diff/DiffView.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ConflictPanel } from '../../components/forecast/ConflictPanel.tsx';
import { useForecast, type Target } from '../../components/forecast/useForecast.ts';
import { useAnswer } from '../../components/useAnswer.ts';
import { useState } from 'react';
import classes from './Hotfix.module.css';
import { words } from './words.ts';

interface DetailPaneProps {
  readonly project: string;
  readonly commit: string | null;
  readonly lane: LaneStatus;
  readonly target: Target | null;
  readonly add: (picks: readonly PickRequest[]) => void;
  readonly show: (commit: string) => void;
}

export function DetailPane({ project, commit, lane, target, add, show }: DetailPaneProps) {
  const picked = lane.picks.find((pick) => pick.source === commit);
  return (
    <>
      <div className={classes.paneHead}>
        {commit === null ? (
          <h2 className={classes.paneTitle}>{words.detail.title}</h2>
        ) : (
          <Shown project={project} commit={commit} />
        )}
      </div>
      {commit === null ? (
        <div className={classes.nothing}>{words.detail.none}</div>
      ) : (
        <div className={classes.fill} tabIndex={0} role="group" aria-label={words.detail.title}>
          {!picked && target && (
            <Outlook
              key={commit}
              commit={commit}
              target={target}
              add={lane.status === 'open' ? add : null}
              show={show}
            />
          )}
          <div className={classes.diff}>
            <DiffView key={commit} project={project} commit={commit} />
          </div>
        </div>
      )}
    </>
  );
}

interface OutlookProps {
  readonly commit: string;
  readonly target: Target;
  readonly add: ((picks: readonly PickRequest[]) => void) | null;
  readonly show: (commit: string) => void;
}

/** The forecast of what is not picked yet, where there is more to it than that it applies. */
function Outlook({ commit, target, add, show }: OutlookProps) {
  const [mainline, setMainline] = useState<number>();
  const forecast = useForecast(target, { commit, ...(mainline ? { mainline } : {}) });
  if (!forecast) return null;
  if (forecast.parents < 2)
    return forecast.forecast === 'clean' ? null : (
      <ConflictPanel target={target} forecast={forecast} add={add} show={show} />
    );
  return (
    <>
      <Parent of={forecast.parents} value={mainline} change={setMainline} />
      {mainline && forecast.mainline && (
        <>
          <ConflictPanel key={mainline} target={target} forecast={forecast} add={add} show={show} />
          {add && (
            <div className={classes.paneHead}>
              <Button size="compact-sm" onClick={() => add([{ commit, mainline }])}>
                {words.source.pick(1)}
              </Button>
            </div>
          )}
        </>
      )}
    </>
  );
}

interface ParentProps {
  readonly of: number;
  readonly value: number | undefined;
  readonly change: (parent: number) => void;
}

/** Which parent of a merge is its mainline. */
function Parent({ of, value, change }: ParentProps) {
  return (
    <div className={classes.paneHead}>
      <NativeSelect
        size="xs"
        label={words.detail.parent}
        value={String(value ?? '')}
        data={[
          ...(value ? [] : [{ value: '', label: '\u2026' }]),
          ...Array.from({ length: of }, (_none, index) => ({
            value: String(index + 1),
            label: words.detail.nthParent(index + 1),
          })),
        ]}
        onChange={(event) => change(Number(event.currentTarget.value))}
      />
    </div>
  );
}

/** The commit that is shown, as the head of its pane. */
function Shown({ project, commit }: { readonly project: string; readonly commit: string }) {
  const { data } = useAnswer('repository.commit', { project, commit }, { keep: true });
  const subject = data?.commit.sha === commit ? data.commit.subject : '';
  return (
    <>
      <CommitName sha={commit} />
      <Foreign text={subject} line />
    </>
  );
}
