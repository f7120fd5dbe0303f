/** Why a change is, or is not, in a place: every signal with its commits, and what people have said about it. */
import { Button, CloseButton, Skeleton, UnstyledButton } from '@mantine/core';
import { IconArrowBarRight } from '@tabler/icons-react';
import { useState } from 'react';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Change, Place } from '../../../shared/domain/change.ts';
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ConflictPanel } from '../../components/forecast/ConflictPanel.tsx';
import { Mark } from '../../components/forecast/ForecastMark.tsx';
import { useForecast, type Target } from '../../components/forecast/useForecast.ts';
import { KeyTip } from '../../components/KeyTip.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { When } from '../../components/When.tsx';
import { inert } from '../../text/inert.ts';
import { CorrectForm } from './CorrectForm.tsx';
import classes from './EvidencePanel.module.css';
import { Commits, Corrections, Reasons } from './Reasons.tsx';
import { pickOf } from './rows.ts';
import { kindOfVerdict, verdictLooks } from './verdicts.ts';
import { words } from './words.ts';

interface EvidencePanelProps {
  readonly project: string;
  readonly change: string;
  readonly place: string;
  readonly places: readonly Place[];
  readonly target: Target | null;
  readonly fresh: unknown;
  readonly showPlace: (place: string) => void;
  readonly close: () => void;
  /** Adds picks to the lane, or starts one with them. */
  readonly add: (picks: PickRequest[]) => void;
  readonly addLabel: string;
}

export function EvidencePanel(props: EvidencePanelProps) {
  const { project, change, place, places, target, fresh, showPlace, close, add, addLabel } = props;
  const [correcting, setCorrecting] = useState(false);
  const answer = useAnswer('changes.evidence', { project, change, place }, { fresh, keep: true });
  const data = answer.data?.change.id === change ? answer.data : null;
  const here = places.find((one) => one.id === place);
  const pick = data && pickOf(data.change, places);
  const forecast = useForecast(target, pick);
  return (
    <aside
      className={classes.panel}
      aria-label={words.evidence.title(inert(data?.change.subject ?? shortSha(change)))}
      data-testid="evidence"
    >
      <div className={classes.body}>
        <div className={classes.head}>
          <h2 className={classes.subject}>
            <Foreign text={data?.change.subject ?? shortSha(change)} />
          </h2>
          <CloseButton aria-label={words.evidence.close} onClick={close} />
        </div>
        {answer.problem && <ProblemNotice problem={answer.problem} compact />}
        {!data && !answer.problem && <Skeleton height={200} />}
        {data && (
          <>
            <div className="quiet">
              <Foreign text={data.change.author} most={40} />, <When at={data.change.authoredAt} />
            </div>
            {target && pick && (
              <div className={classes.actions}>
                <KeyTip label={addLabel} keys="P">
                  <Button size="xs" leftSection={<IconArrowBarRight size={15} />} onClick={() => add([pick])}>
                    {addLabel}
                  </Button>
                </KeyTip>
              </div>
            )}
            <Places change={data.change} places={places} place={place} show={showPlace} />
            {here && <Verdict change={data.change} place={here} />}
            <Reasons evidence={data.evidence} />
            <Corrections corrections={data.corrections} />
            {correcting && here ? (
              <CorrectForm
                project={project}
                change={data.change}
                place={here}
                done={() => {
                  setCorrecting(false);
                  answer.ask();
                }}
                cancel={() => setCorrecting(false)}
              />
            ) : (
              <div>
                <Button size="xs" variant="default" onClick={() => setCorrecting(true)} disabled={!here}>
                  {words.correct.open}
                </Button>
              </div>
            )}
            <Commits title={words.evidence.commits} commits={data.change.commits} />
            {data.change.reverts.length > 0 && <Commits title={words.evidence.reverts} commits={data.change.reverts} />}
          </>
        )}
      </div>
      {target && forecast && forecast.forecast !== 'clean' && (
        <ConflictPanel key={forecast.commit} target={target} forecast={forecast} add={add} />
      )}
    </aside>
  );
}

interface PlacesProps {
  readonly change: Change;
  readonly places: readonly Place[];
  readonly place: string;
  readonly show: (place: string) => void;
}

function Places({ change, places, place, show }: PlacesProps) {
  return (
    <section>
      <h3>{words.evidence.places}</h3>
      <div className={classes.places}>
        {places.map((one) => (
          <UnstyledButton
            key={one.id}
            className={classes.place}
            aria-pressed={one.id === place}
            onClick={() => show(one.id)}
          >
            <Mark look={verdictLooks[kindOfVerdict(change.verdicts[one.id])]} />
            <Foreign text={one.title} most={18} />
          </UnstyledButton>
        ))}
      </div>
    </section>
  );
}

function Verdict({ change, place }: { readonly change: Change; readonly place: Place }) {
  const verdict = change.verdicts[place.id];
  const look = verdictLooks[kindOfVerdict(verdict)];
  return (
    <section>
      <h3>{words.evidence.in(inert(place.title))}</h3>
      <div className={classes.verdict}>
        <Mark look={look} size={18} /> {look.word.charAt(0).toUpperCase() + look.word.slice(1)}
        {verdict?.commit && <CommitName sha={verdict.commit} />}
      </div>
    </section>
  );
}
