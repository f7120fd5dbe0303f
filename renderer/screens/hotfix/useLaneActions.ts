/** What can be done with a lane: the next step on its way as the one button, everything in the menu with its reason. */
import {
  IconArrowForwardUp,
  IconArrowRight,
  IconCheck,
  IconCloudUpload,
  IconHammer,
  IconTimeline,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import type { LaneStatus } from '../../../shared/domain/hotfix.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { nextStep, stationsOf } from './nextStep.ts';
import { words } from './words.ts';

export interface LaneAction {
  readonly label: string;
  readonly icon: Icon;
  /** Why it cannot be done now; null when it can. */
  readonly reason: string | null;
  readonly dangerous?: boolean;
  readonly run: () => void;
}

export function useLaneActions(lane: LaneStatus, status: ProjectStatus) {
  const openDialog = useStore((state) => state.openDialog);
  const go = useStore((state) => state.go);
  const { project, id } = lane;
  const named = { project, lane: id };
  const settle = (pick: string) => go({ screen: 'hotfix', ...named, pick });
  const build = () => openDialog({ kind: 'build', project, from: lane.branch, at: lane.head });
  const promote = (release: string, to: string) => openDialog({ kind: 'promotion', project, release, to });

  const closed = lane.status === 'open' ? null : words.reasons.closed;
  const conflict = lane.picks.some((pick) => pick.state === 'conflict') ? words.reasons.conflict : null;
  const empty = lane.head === lane.base ? words.reasons.empty : null;
  const hotfix = lane.purpose === 'hotfix';
  const promotions = !hotfix
    ? []
    : stationsOf(lane, status).map((to): LaneAction => ({
        label: words.promote(shorten(inert(to), 24)),
        icon: IconArrowRight,
        reason: lane.release ? null : (empty ?? words.reasons.notBuilt),
        run: () => {
          if (lane.release) promote(lane.release, to);
        },
      }));
  const forHotfix: LaneAction[] = !hotfix
    ? []
    : [
        { label: words.build, icon: IconHammer, reason: closed ?? empty ?? conflict, run: build },
        ...promotions,
        {
          label: words.simulate,
          icon: IconTimeline,
          reason: empty,
          run: () => openDialog({ kind: 'simulate', ...named }),
        },
      ];
  const others: LaneAction[] = [
    ...forHotfix,
    {
      label: words.publish,
      icon: IconCloudUpload,
      reason: closed ?? empty,
      run: () => openDialog({ kind: 'publish-lane', ...named }),
    },
    ...(hotfix
      ? [
          {
            label: words.forward,
            icon: IconArrowForwardUp,
            reason: empty ?? (lane.forwardPort.open ? null : words.reasons.onMain),
            run: () => openDialog({ kind: 'forward-port', ...named }),
          },
        ]
      : []),
    {
      label: words.finish,
      icon: IconCheck,
      reason: closed,
      run: () => openDialog({ kind: 'close-lane', ...named, action: 'finish' }),
    },
    {
      label: words.abandon,
      icon: IconTrash,
      reason: closed,
      dangerous: true,
      run: () => openDialog({ kind: 'close-lane', ...named, action: 'abandon' }),
    },
  ];

  const next = nextStep(lane, status);
  const primary = (): { label: string; run: () => void } | null => {
    switch (next.step) {
      case 'settle':
        return { label: words.settle, run: () => settle(next.pick) };
      case 'build':
        return { label: words.build, run: build };
      case 'promote':
        return {
          label: words.promote(shorten(inert(next.to), 24)),
          run: () => promote(next.release, next.to),
        };
      case 'publish':
        return { label: words.publish, run: () => openDialog({ kind: 'publish-lane', ...named }) };
      case 'forward-port':
        return lane.forwardPort.lane
          ? {
              label: words.forwardLane,
              run: () => go({ screen: 'hotfix', project, lane: lane.forwardPort.lane ?? id }),
            }
          : { label: words.forward, run: () => openDialog({ kind: 'forward-port', ...named }) };
      case 'finish':
        return { label: words.finish, run: () => openDialog({ kind: 'close-lane', ...named, action: 'finish' }) };
      case 'pick':
      case 'none':
        return null;
    }
  };
  return { primary: primary(), others };
}
