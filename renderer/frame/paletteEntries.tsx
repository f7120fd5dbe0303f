/** What the palette offers. */
import {
  IconAlertHexagon,
  IconArrowBackUp,
  IconArrowRight,
  IconGitCommit,
  IconHammer,
  IconLayoutDashboard,
  IconListCheck,
  IconPackage,
  IconTag,
} from '@tabler/icons-react';
import type { SpotlightActionData } from '@mantine/spotlight';
import type { Change } from '../../shared/domain/change.ts';
import type { Commit } from '../../shared/domain/commit.ts';
import { shortSha } from '../../shared/domain/commit.ts';
import type { ProjectStatus } from '../../shared/domain/project.ts';
import type { Release } from '../../shared/domain/release.ts';
import { KindIcon } from '../components/KindIcon.tsx';
import { releaseName } from '../screens/home/diagram/words.ts';
import { useStore } from '../state/store.ts';
import { firstLine, inert } from '../text/inert.ts';
import { words } from './words.ts';

const go: (route: Parameters<ReturnType<typeof useStore.getState>['go']>[0]) => void = (route) =>
  useStore.getState().go(route);

export function environmentEntries(status: ProjectStatus): SpotlightActionData[] {
  const project = status.project.id;
  return status.environments.map((environment) => ({
    id: `environment ${environment.name}`,
    label: inert(environment.name),
    description: inert(
      `${environment.title}: ${environment.release ? releaseName(environment.release) : 'empty'}, ${environment.healthText}`,
    ),
    leftSection:
      environment.health === 'unhealthy' ? (
        <IconAlertHexagon size={20} />
      ) : (
        <KindIcon kind={environment.kind} size={20} />
      ),
    onClick: () => go({ screen: 'home', project, environment: environment.name }),
  }));
}

export function actionEntries(project: string | null, status: ProjectStatus | null): SpotlightActionData[] {
  const { openDialog } = useStore.getState();
  if (!project || !status) return [];
  const screens = (Object.entries(words.screens) as [keyof typeof words.screens, string][]).map(
    ([screen, label]): SpotlightActionData => ({
      id: `screen ${screen}`,
      label: `Go to ${label}`,
      leftSection: <IconLayoutDashboard size={20} />,
      onClick: () => go({ screen, project }),
    }),
  );
  const promotions = status.edges.flatMap(({ id, to, release, promotion }): SpotlightActionData[] =>
    release && promotion.possible
      ? [
          {
            id: `promote ${id}`,
            label: inert(`Promote ${releaseName(release)} to ${to}`),
            leftSection: <IconArrowRight size={20} />,
            onClick: () => openDialog({ kind: 'promotion', project, release: release.id, to }),
          },
        ]
      : [],
  );
  const rollbacks = status.environments
    .filter((environment) => environment.rollback.possible)
    .map(({ name, rollback }): SpotlightActionData => ({
      id: `rollback ${name}`,
      label: inert(`Roll back ${name}${rollback.revision === null ? '' : ` to #${rollback.revision}`}`),
      leftSection: <IconArrowBackUp size={20} />,
      onClick: () => openDialog({ kind: 'rollback', project, environment: name }),
    }));
  const build: SpotlightActionData = {
    id: 'build',
    label: words.build,
    leftSection: <IconHammer size={20} />,
    onClick: () => openDialog({ kind: 'build', project }),
  };
  return [build, ...promotions, ...rollbacks, ...screens];
}

export const releaseEntries = (project: string, releases: readonly Release[]): SpotlightActionData[] =>
  releases.map((release) => ({
    id: `release ${release.id}`,
    label: inert(releaseName(release)),
    description: firstLine(release.subject),
    leftSection: <IconPackage size={20} />,
    onClick: () => go({ screen: 'release', project, release: release.id }),
  }));

export const commitEntries = (project: string, commits: readonly Commit[]): SpotlightActionData[] =>
  commits.map((commit) => ({
    id: `commit ${commit.sha}`,
    label: firstLine(commit.subject),
    description: `${shortSha(commit.sha)} ${inert(commit.author)}`,
    leftSection: <IconGitCommit size={20} />,
    onClick: () => go({ screen: 'commits', project, commit: commit.sha, search: shortSha(commit.sha) }),
  }));

export const changeEntries = (project: string, changes: readonly Change[]): SpotlightActionData[] =>
  changes.map((change) => ({
    id: `change ${change.id}`,
    label: firstLine(change.subject),
    description: inert([change.author, ...change.workItems].join(', ')),
    leftSection: <IconListCheck size={20} />,
    onClick: () =>
      go({ screen: 'changes', project, change: change.id, search: firstLine(change.subject).slice(0, 100) }),
  }));

/** Work items that are named by what was typed, of the changes that were found. */
export function workItemEntries(project: string, changes: readonly Change[], search: string): SpotlightActionData[] {
  const low = search.toLowerCase();
  const items = [...new Set(changes.flatMap((change) => change.workItems))];
  return items
    .filter((item) => item.toLowerCase().includes(low))
    .map((item) => ({
      id: `work item ${item}`,
      label: inert(item),
      description: words.workItem,
      leftSection: <IconTag size={20} />,
      onClick: () => go({ screen: 'changes', project, workItem: item, group: 'work-item' }),
    }));
}
