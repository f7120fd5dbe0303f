/** The cells of a release's row. */
import { Tooltip } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { Chip } from '../../components/Chip.tsx';
import { CommitName, DigestName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ReleaseLink } from '../../components/ReleaseLink.tsx';
import { When } from '../../components/When.tsx';
import { inert } from '../../text/inert.ts';
import { words } from './words.ts';

export function releaseCells(release: Release, project: string, status: ProjectStatus | null) {
  const here = status?.environments.filter((environment) => environment.release?.id === release.id) ?? [];
  return [
    <ReleaseLink key="name" project={project} release={release} />,
    <CommitName key="commit" sha={release.commit} />,
    <Subject key="subject" release={release} />,
    <Foreign key="ref" text={release.ref} most={14} />,
    <Images key="images" release={release} />,
    <RunsIn key="here" names={here.map((environment) => environment.name)} />,
    <When key="built" at={release.createdAt} />,
  ];
}

function Subject({ release }: { readonly release: Release }) {
  const { rejected } = release;
  return (
    <>
      {rejected && (
        <Tooltip label={inert(words.rejectedBy(rejected.by, rejected.why))}>
          <span>
            <Chip tone="bad" icon={IconBan}>
              {words.rejected}
            </Chip>
          </span>
        </Tooltip>
      )}
      <span className="one-line">
        <Foreign text={release.subject} line />
      </span>
    </>
  );
}

function Images({ release }: { readonly release: Release }) {
  const [first, ...others] = release.artifacts;
  if (!first) return null;
  return (
    <>
      <DigestName digest={first.digest} />
      {others.length > 0 && <span className="quiet">+{others.length}</span>}
    </>
  );
}

function RunsIn({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.slice(0, 2).map((name) => (
        <Chip key={name} tone="good">
          <Foreign text={name} most={13} />
        </Chip>
      ))}
      {names.length > 2 && (
        <span className="quiet" title={inert(names.join(', '))}>
          +{names.length - 2}
        </span>
      )}
    </>
  );
}
