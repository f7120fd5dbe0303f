/** What the palette offers about hotfixes: the lanes that are open, what each needs, and the way to a new one. */
import { IconAlertTriangle, IconGitBranch, IconParking, IconUnlink } from '@tabler/icons-react';
import type { SpotlightActionData } from '@mantine/spotlight';
import type { ProjectStatus } from '../../shared/domain/project.ts';
import { useStore } from '../state/store.ts';
import { count } from '../text/count.ts';
import { inert } from '../text/inert.ts';
import { words } from './words.ts';

export function laneEntries(status: ProjectStatus): SpotlightActionData[] {
  const project = status.project.id;
  const { go, openDialog } = useStore.getState();
  const { hotfix } = words;
  const start: SpotlightActionData = {
    id: 'hotfix start',
    label: hotfix.start,
    leftSection: <IconGitBranch size={20} />,
    onClick: () => openDialog({ kind: 'start-lane', project }),
  };
  const lanes = status.lanes.flatMap(({ id, branch, picks, release }): SpotlightActionData[] => {
    const conflict = picks.find((pick) => pick.state === 'conflict');
    const named = { project, lane: id };
    return [
      {
        id: `lane ${id}`,
        label: inert(hotfix.open(branch)),
        description: count(picks.length, 'pick'),
        leftSection: <IconGitBranch size={20} />,
        onClick: () => go({ screen: 'hotfix', ...named }),
      },
      ...(conflict
        ? [
            {
              id: `lane settle ${id}`,
              label: inert(hotfix.settle(conflict.subject)),
              description: inert(branch),
              leftSection: <IconAlertTriangle size={20} />,
              onClick: () => go({ screen: 'hotfix', ...named, pick: conflict.id }),
            },
          ]
        : []),
      {
        id: `lane publish ${id}`,
        label: inert(hotfix.publish(branch)),
        leftSection: <IconGitBranch size={20} />,
        onClick: () => openDialog({ kind: 'publish-lane', ...named }),
      },
      ...(release
        ? [
            {
              id: `lane forward ${id}`,
              label: inert(hotfix.forward(branch)),
              leftSection: <IconGitBranch size={20} />,
              onClick: () => openDialog({ kind: 'forward-port', ...named }),
            },
          ]
        : []),
    ];
  });
  const parked = status.parked.map((one): SpotlightActionData => ({
    id: `parked ${one.environment}`,
    label: inert(hotfix.bringBack(one.release, one.environment)),
    leftSection: <IconParking size={20} />,
    onClick: () => openDialog({ kind: 'promotion', project, release: one.release, to: one.environment }),
  }));
  const lost: SpotlightActionData[] =
    status.lost && status.lost.count > 0
      ? [
          {
            id: 'lost changes',
            label: hotfix.lost(status.lost.count),
            leftSection: <IconUnlink size={20} />,
            onClick: () => go({ screen: 'changes', project, only: 'lost' }),
          },
        ]
      : [];
  return [...lanes, start, ...parked, ...lost];
}
