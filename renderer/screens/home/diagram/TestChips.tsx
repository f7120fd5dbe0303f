/** What sets a test environment apart, as chips on its node. */
import {
  IconAlertTriangle,
  IconClock,
  IconDeviceLaptop,
  IconGitMerge,
  IconPencil,
  type Icon,
} from '@tabler/icons-react';
import { Chip } from '../../../components/Chip.tsx';
import type { TestMark } from './testMarks.ts';

const icons: Record<TestMark['what'], Icon> = {
  outdated: IconAlertTriangle,
  workingTree: IconDeviceLaptop,
  merged: IconGitMerge,
  draft: IconPencil,
  ends: IconClock,
};

export const TestChips = ({ marks }: { readonly marks: readonly TestMark[] }) =>
  marks.map(({ what, tone, word, title }) => (
    <Chip key={what} tone={tone} icon={icons[what]} {...(title ? { title } : {})}>
      {word}
    </Chip>
  ));
