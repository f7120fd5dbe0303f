/** The last line of a test environment's node: what sets it apart, else the branch's review. */
import { IconAlertTriangle, IconClock, IconDeviceLaptop, IconGitMerge, IconPencil } from '@tabler/icons-react';
import type { TestEnvironment } from '../../../../shared/domain/test-environment.ts';
import { Chip } from '../../../components/Chip.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { useNow } from '../../../components/useNow.ts';
import { inert } from '../../../text/inert.ts';
import { age } from '../../../text/time.ts';
import classes from './NodeFoot.module.css';
import { words } from './words.ts';

/** Days before its end from which on it is said. */
const soonMs = 3 * 86_400_000;

export function TestFoot({ test }: { readonly test: TestEnvironment }) {
  const now = useNow();
  const { workingTree, review, merged, endsAt, problem, branch } = test;
  const ends = endsAt !== null && endsAt - now < soonMs;
  if (!workingTree && !review?.draft && !merged && !ends && !problem)
    return (
      <div className={`one-line ${classes.subject}`} aria-hidden>
        <Foreign text={review?.title ?? branch ?? ''} line />
      </div>
    );
  return (
    <div className={classes.chips} aria-hidden>
      {problem && (
        <Chip tone="wait" icon={IconAlertTriangle} title={inert(problem.message)}>
          {words.outdated}
        </Chip>
      )}
      {workingTree && (
        <Chip tone="wait" icon={IconDeviceLaptop} title={words.workingTreeTip}>
          {words.workingTree}
        </Chip>
      )}
      {merged && (
        <Chip tone="quiet" icon={IconGitMerge}>
          {words.merged}
        </Chip>
      )}
      {review?.draft && (
        <Chip tone="quiet" icon={IconPencil}>
          {words.draft}
        </Chip>
      )}
      {ends && (
        <Chip tone="wait" icon={IconClock}>
          {endsAt <= now ? words.ended : words.ends(age(now, endsAt))}
        </Chip>
      )}
    </div>
  );
}
