/** The configuration that runs in an environment, and what is wrong with the one on disk. */
import type { EnvironmentStatus, ProjectStatus } from '../../../../shared/domain/project.ts';
import { ProblemNotice } from '../../../components/ProblemNotice.tsx';
import { useAnswer } from '../../../components/useAnswer.ts';
import { inert } from '../../../text/inert.ts';
import classes from './Inspector.module.css';
import { words } from './words.ts';

export function ConfigurationTab({
  environment,
  status,
}: {
  readonly environment: EnvironmentStatus;
  readonly status: ProjectStatus;
}) {
  const { data, problem } = useAnswer(
    'environment.get',
    { project: status.project.id, environment: environment.name },
    { fresh: environment.revision },
  );
  const { problems } = status.configuration;
  return (
    <div className={classes.body}>
      {problems.length > 0 && (
        <>
          <div>{words.problems}</div>
          {problems.map((mistake, index) => (
            <ProblemNotice key={index} problem={mistake} compact />
          ))}
        </>
      )}
      {problem && <ProblemNotice problem={problem} compact />}
      {data &&
        (data.configuration === null ? (
          <div>{words.noConfiguration}</div>
        ) : (
          <>
            <div className="quiet">{words.configurationOf}</div>
            <pre className={`mono ${classes.code}`} tabIndex={0}>
              {inert(data.configuration)}
            </pre>
          </>
        ))}
    </div>
  );
}
