/** Other environments that run what leaves: each can go back in the same click, and shows first what that would do. */
import { Checkbox, Loader } from '@mantine/core';
import { useEffect } from 'react';
import type { Preview } from '../../../shared/api/releases.ts';
import type { EnvironmentStatus } from '../../../shared/domain/project.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { releaseName } from '../../screens/home/diagram/words.ts';
import { inert } from '../../text/inert.ts';
import classes from './PreviewDialog.module.css';
import { Section } from './Section.tsx';
import { words } from './words.ts';

/** The previews of those that were chosen, by environment; null while one is worked out. */
export type AlsoChosen = Readonly<Record<string, Preview | null>>;

interface AlsoBackProps {
  readonly project: string;
  readonly environments: readonly EnvironmentStatus[];
  readonly chosen: AlsoChosen;
  readonly choose: (change: (before: AlsoChosen) => AlsoChosen) => void;
}

export function AlsoBack({ project, environments, chosen, choose }: AlsoBackProps) {
  if (environments.length === 0) return null;
  return (
    <Section title={words.alsoBack}>
      {environments.map(({ name, title }) => (
        <div key={name} className={classes.also} data-testid="also-back">
          <Checkbox
            label={inert(title)}
            checked={name in chosen}
            onChange={({ currentTarget: { checked } }) =>
              choose(({ [name]: _before, ...others }) => (checked ? { ...others, [name]: null } : others))
            }
          />
          {name in chosen && <Chosen project={project} environment={name} choose={choose} />}
        </div>
      ))}
      <div className="quiet">{words.alsoBackText}</div>
    </Section>
  );
}

interface ChosenProps extends Pick<AlsoBackProps, 'project' | 'choose'> {
  readonly environment: string;
}

function Chosen({ project, environment, choose }: ChosenProps) {
  const { data, problem, ask } = useAnswer('rollback.preview', { project, environment });
  // What is shown is what runs: the form starts the plan of this answer.
  useEffect(
    () => choose((before) => (environment in before ? { ...before, [environment]: data } : before)),
    [choose, environment, data],
  );
  const refusal = problem ?? data?.refusal;
  if (refusal) return <ProblemNotice compact problem={refusal} action={{ label: words.again, run: ask }} />;
  if (!data) return <Loader size={14} aria-label={words.loading} />;
  return (
    <span className="quiet">
      {words.alsoTo(data.restores, releaseName(data.release))}
      {data.rollout?.way && ` · ${words.ways[data.rollout.way].title}`}
    </span>
  );
}
