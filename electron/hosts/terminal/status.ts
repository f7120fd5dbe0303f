/** `slipway status`: what runs where. */
import { shortSha } from '../../../shared/domain/commit.ts';
import type { EnvironmentStatus, ProjectStatus } from '../../../shared/domain/project.ts';
import type { Answer, Session } from './session.ts';
import { clip, inert, type Paint, paintFor, table } from './text.ts';
import { age, iso, isoOrNull } from './time.ts';
import { type AddVerb, withExamples } from './verb.ts';
import { releaseView } from './views.ts';

export const addStatus: AddVerb = (program, run) => {
  const verb = program.command('status').description('Show what runs where, as observed now.');
  withExamples(verb, 'status', 'status --json | jq -r \'.environments[] | "\\(.name) \\(.release.commit)"\'');
  verb.action(() => run(status));
};

async function status(session: Session): Promise<Answer> {
  const { id } = await session.project();
  const picture = await session.client.call('project.status', { project: id });
  return {
    json: statusView(picture),
    text: statusText(picture, session.terminal.now(), paintFor(session.terminal, 'out')),
  };
}

export function statusView(picture: ProjectStatus): object {
  const { id, name, path } = picture.project;
  const environments = picture.environments.map((environment) => ({
    name: environment.name,
    kind: environment.kind,
    title: environment.title,
    template: environment.template,
    release: environment.release && releaseView(environment.release),
    revision: environment.revision,
    health: environment.health,
    healthText: environment.healthText,
    url: environment.url,
    runningSince: isoOrNull(environment.runningSince),
    observedAt: isoOrNull(environment.observedAt),
    drift: environment.drift,
    hold: environment.hold && { ...environment.hold, at: iso(environment.hold.at) },
    front: environment.front,
    behind: environment.behind,
    operation: environment.operation && {
      id: environment.operation.id,
      kind: environment.operation.kind,
      status: environment.operation.status,
      title: environment.operation.title,
    },
  }));
  return {
    project: { id, name, path },
    main: picture.main,
    environments,
    lanes: picture.lanes.map(({ createdAt, ...lane }) => ({ ...lane, createdAt: iso(createdAt) })),
    parked: picture.parked,
    lost: picture.lost,
    lostProblem: picture.lostProblem,
    docker: picture.docker,
    configuration: picture.configuration,
  };
}

const tones: Record<EnvironmentStatus['health'], 'green' | 'yellow' | 'red' | 'dim'> = {
  healthy: 'green',
  starting: 'yellow',
  degraded: 'yellow',
  unhealthy: 'red',
  absent: 'red',
  empty: 'dim',
  unreachable: 'red',
};

export function statusText(picture: ProjectStatus, now: number, paint: Paint): string {
  const rows = picture.environments.map((environment) => [
    inert(environment.name),
    environment.release
      ? `${environment.release.tag ? `${inert(environment.release.tag)} ` : ''}${shortSha(environment.release.commit)}`
      : '—',
    environment.revision === null ? '' : `r${environment.revision}`,
    paint(tones[environment.health], environment.health),
    environment.runningSince === null ? '' : age(environment.runningSince, now),
    environment.behind && environment.behind.commits > 0
      ? `${environment.behind.commits} behind ${inert(environment.behind.of)}`
      : '',
    environment.url ?? '',
    environment.operation
      ? `${environment.operation.status}: ${clip(inert(environment.operation.title), 50)}`
      : [
          ...environment.drift.map(inert),
          ...(environment.hold ? [`on hold: ${clip(inert(environment.hold.why), 40)}`] : []),
        ].join('; '),
  ]);
  const { configuration, docker } = picture;
  const troubles = [
    ...parkedTexts(picture),
    ...lostTexts(picture),
    ...(picture.lostProblem ? [`What is lost cannot be told: ${picture.lostProblem.message}`] : []),
    ...configuration.problems.map(({ message }) => message),
    ...(docker.problem ? [docker.problem.message] : []),
  ].map((message) => `${paint('yellow', '!')} ${inert(message)}\n`);
  const main =
    picture.main.commit === null
      ? ''
      : `  ${inert(picture.main.branch)} is at ${shortSha(picture.main.commit)} ${clip(inert(picture.main.subject ?? ''), 60)}`;
  const none = configuration.missing ? 'There is no slipway.yaml yet: "slipway init" writes one.' : 'No environments.';
  return `${paint('bold', inert(picture.project.name))}${main}\n${table(['ENVIRONMENT', 'RELEASE', 'REV', 'HEALTH', 'SINCE', 'BEHIND', 'URL', ''], rows, none)}${troubles.join('')}`;
}

/** What hotfixes have pushed aside, and what it lacks. */
const parkedTexts = ({ parked }: ProjectStatus): string[] =>
  parked.map(
    ({ release, environment, lacks, lacksKnown }) =>
      `${release} is parked in ${environment}${lacksKnown ? '' : '; what it lacks is not known yet'}${lacks.length === 0 ? '' : `, and lacks ${lacks.map(({ subject }) => `“${subject}”`).join(', ')}`}`,
  );

const lostTexts = ({ lost, main }: ProjectStatus): string[] =>
  (lost?.changes ?? []).map(
    ({ subject, in: places }) => `“${subject}” is in ${places.join(', ')}, and not on ${main.branch}`,
  );
