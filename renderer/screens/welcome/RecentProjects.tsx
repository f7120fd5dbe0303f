/** Repositories that were opened before. */
import { CloseButton, Skeleton, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { When } from '../../components/When.tsx';
import { useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import classes from './Welcome.module.css';
import { words } from './words.ts';

export function RecentProjects({ open }: { readonly open: (path: string) => void }) {
  const projects = useStore((state) => state.projects);
  const problem = useStore((state) => state.projectsProblem);
  const forget = useStore((state) => state.forgetProject);
  return (
    <section>
      <Title order={2}>{words.recent}</Title>
      {problem && !projects && <ProblemNotice problem={problem} compact />}
      {!projects && !problem && <Skeleton height={120} mt="sm" />}
      {projects?.length === 0 && (
        <Text c="dimmed" mt={4}>
          {words.noRecent}
        </Text>
      )}
      <ul className={classes.list} aria-label={words.recent}>
        {projects?.map((project) => (
          <li key={project.id} className={classes.project}>
            <UnstyledButton
              className={classes.open}
              data-disabled={!project.available || undefined}
              aria-disabled={!project.available || undefined}
              onClick={() => project.available && open(project.path)}
            >
              <span className={classes.name}>
                <Foreign text={project.name} most={40} />
              </span>
              <span className="quiet">
                <Foreign text={project.path} most={52} />
              </span>
              <span className="quiet">
                {project.available ? (
                  <>
                    {words.opened} <When at={project.openedAt} />
                  </>
                ) : (
                  words.unavailable
                )}
              </span>
            </UnstyledButton>
            <Tooltip label={words.forget(inert(project.name))}>
              <CloseButton aria-label={words.forget(inert(project.name))} onClick={() => void forget(project.id)} />
            </Tooltip>
          </li>
        ))}
      </ul>
    </section>
  );
}
