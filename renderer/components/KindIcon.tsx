/** The icon of an environment's kind, as its own file in the catalog names it. */
import {
  IconChecklist,
  IconCopy,
  IconDeviceLaptop,
  IconFlask,
  IconGitBranch,
  IconServer,
  IconStack2,
  IconWorld,
  type Icon,
} from '@tabler/icons-react';
import { environmentKinds } from '../../shared/environments/index.ts';

/** Bundled by name: an import of all six thousand icons would be ten times the rest of the window. */
const icons: Readonly<Record<string, Icon>> = {
  Checklist: IconChecklist,
  Copy: IconCopy,
  DeviceLaptop: IconDeviceLaptop,
  Flask: IconFlask,
  GitBranch: IconGitBranch,
  Stack2: IconStack2,
  World: IconWorld,
};

export function KindIcon({
  kind,
  size,
  className,
}: {
  readonly kind: string;
  readonly size: number;
  readonly className?: string | undefined;
}) {
  const name = environmentKinds.find((candidate) => candidate.kind === kind)?.icon;
  const Picture = (name && icons[name]) || IconServer;
  return <Picture size={size} aria-hidden className={className} />;
}
