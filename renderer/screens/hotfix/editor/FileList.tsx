/** The conflicted files of a pick, each with how far it is. */
import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheckFilled, IconCircleDotted } from '@tabler/icons-react';
import type { ConflictedFile } from '../../../../shared/domain/hotfix.ts';
import { Foreign } from '../../../components/Foreign.tsx';
import { Mark } from '../../../components/forecast/ForecastMark.tsx';
import type { Look } from '../../../components/forecast/looks.ts';
import { words as forecastWords } from '../../../components/forecast/words.ts';
import classes from './Editor.module.css';
import { pathsOf, type Progress, type Progresses } from './settlements.ts';
import { words } from './words.ts';

interface FileListProps {
  readonly files: readonly ConflictedFile[];
  readonly progresses: Progresses;
  readonly open: string;
  readonly choose: (path: string) => void;
}

const looks: Record<Progress['state'] | 'unseen', Look> = {
  settled: { icon: IconCircleCheckFilled, tone: 'good', word: words.state.settled },
  open: { icon: IconAlertTriangle, tone: 'wait', word: words.state.open },
  unseen: { icon: IconCircleDotted, tone: 'quiet', word: words.state.unseen },
};

export function FileList({ files, progresses, open, choose }: FileListProps) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return (
    <nav className={classes.files} aria-label={words.files}>
      <ul>
        {pathsOf(files).map((path) => {
          const progress = progresses[path];
          const kind = byPath.get(path)?.kind;
          return (
            <li key={path}>
              <UnstyledButton
                className={classes.file}
                aria-current={path === open || undefined}
                onClick={() => choose(path)}
              >
                <Mark look={looks[progress?.state ?? 'unseen']} />
                <span className={classes.fileWords}>
                  <Foreign text={path.split('/').at(-1) ?? path} line />
                  <span className="quiet one-line">
                    {progress?.state === 'open' && progress.left
                      ? words.left(progress.left)
                      : kind && forecastWords.kinds[kind]}
                  </span>
                </span>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
