/** What points at a commit: environments that run it, branches and tags. */
import { IconGitBranch, IconServer, IconTag } from '@tabler/icons-react';
import { memo } from 'react';
import { Chip } from '../Chip.tsx';
import { Foreign } from '../Foreign.tsx';
import { inert } from '../../text/inert.ts';
import classes from './CommitGraph.module.css';
import { words } from './words.ts';

export interface Mark {
  readonly kind: 'environment' | 'branch' | 'tag' | 'remote';
  readonly name: string;
}

const looks = {
  environment: { tone: 'good', icon: IconServer },
  branch: { tone: 'move', icon: IconGitBranch },
  tag: { tone: 'wait', icon: IconTag },
  remote: { tone: 'quiet', icon: IconGitBranch },
} as const;
const most = 3;

export const RefChips = memo(function RefChips({ marks }: { readonly marks: readonly Mark[] }) {
  const hidden = marks.slice(most);
  return (
    <span className={classes.marks}>
      {marks.slice(0, most).map(({ kind, name }) => (
        <Chip key={`${kind} ${name}`} tone={looks[kind].tone} icon={looks[kind].icon}>
          <Foreign text={name} most={22} />
        </Chip>
      ))}
      {hidden.length > 0 && (
        <span className="quiet" title={hidden.map(({ name }) => inert(name)).join('\n')}>
          {words.more(hidden.length)}
        </span>
      )}
    </span>
  );
});
