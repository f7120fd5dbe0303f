/** Which branch's runs are listed: those that are watched, the one of the address, or all. */
import { NativeSelect } from '@mantine/core';
import { useAnswer } from '../../components/useAnswer.ts';
import { useMoves } from '../../state/useMoves.ts';
import { useStatus } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { words } from './words.ts';

interface BranchFilterProps {
  readonly project: string;
  readonly value: string;
  readonly choose: (ref: string) => void;
}

export function BranchFilter({ project, value, choose }: BranchFilterProps) {
  const main = useStatus()?.main.branch;
  const { data } = useAnswer('watch.get', { project }, { fresh: useMoves('watch') });
  const names = [...new Set([main, value, ...(data?.branches.map(({ branch }) => branch) ?? [])])];
  return (
    <NativeSelect
      size="xs"
      aria-label={words.branch}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[
        { value: '', label: words.allBranches },
        ...names.flatMap((name) => (name ? [{ value: name, label: shorten(inert(name), 32) }] : [])),
      ]}
    />
  );
}
