/** What sets a test environment apart: its branch, its review, its end. On the template, the way to a new one. */
import { Button } from '@mantine/core';
import { IconFlask, IconRoute, IconTrash } from '@tabler/icons-react';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import type { Review, TestEnvironment } from '../../../../shared/domain/test-environment.ts';
import { Chip } from '../../../components/Chip.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { OutsideLink } from '../../../components/OutsideLink.tsx';
import { ProblemNotice } from '../../../components/ProblemNotice.tsx';
import { useAnswer } from '../../../components/useAnswer.ts';
import { When } from '../../../components/When.tsx';
import { useMoves } from '../../../state/useMoves.ts';
import { useStore } from '../../../state/store.ts';
import { count } from '../../../text/count.ts';
import { inert, shorten } from '../../../text/inert.ts';
import classes from './Inspector.module.css';
import { words } from './words.ts';

const { test: say } = words;

interface TestFactsProps {
  readonly environment: EnvironmentStatus;
  readonly project: string;
}

export function TestFacts({ environment, project }: TestFactsProps) {
  const openDialog = useStore((state) => state.openDialog);
  const { data } = useAnswer('testEnvironment.list', { project }, { fresh: useMoves('tests') });
  if (environment.template)
    return (
      <div className={classes.actions}>
        <Button
          size="xs"
          leftSection={<IconFlask size={15} />}
          onClick={() => openDialog({ kind: 'new-test', project })}
        >
          {say.create}
        </Button>
      </div>
    );
  const test = data?.environments.find((one) => one.environment === environment.name);
  return test ? <Facts test={test} project={project} /> : null;
}

function Facts({ test, project }: { readonly test: TestEnvironment; readonly project: string }) {
  const { openDialog, go } = useStore.getState();
  const { branch, ahead, behind, workingTree, createdAt, by, byRule, endsAt, merged, review, problem } = test;
  return (
    <>
      {problem && <ProblemNotice problem={problem} compact />}
      <div className={classes.actions}>
        {branch !== null && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRoute size={15} />}
            onClick={() => go({ screen: 'runs', project, ref: branch })}
          >
            {say.runs}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrash size={15} />}
          onClick={() => openDialog({ kind: 'remove-test', project, environment: test.environment })}
        >
          {say.remove}
        </Button>
      </div>
      <dl className={classes.facts}>
        <dt>{branch === null ? say.from : say.branch}</dt>
        <dd>
          {branch !== null && <Foreign text={branch} />}
          {workingTree && <div>{say.tree}</div>}
          {ahead !== null && <div className="quiet">{say.ahead(count(ahead, 'commit'), behind)}</div>}
        </dd>
        {review && (
          <>
            <dt>{say.review}</dt>
            <dd>
              <ReviewFacts review={review} />
            </dd>
          </>
        )}
        <dt>{say.made}</dt>
        <dd>
          <When at={createdAt} /> {byRule ? say.byRule : say.by(shorten(inert(by), 30))}
        </dd>
        <dt>{say.ends}</dt>
        <dd>{merged ? say.merged : endsAt === null ? say.stays : <When at={endsAt} />}</dd>
      </dl>
    </>
  );
}

function ReviewFacts({ review }: { readonly review: Review }) {
  const { number, title, url, draft, state, reviewers, workItems } = review;
  const name = `${number === null ? '' : `!${number} `}${title}`;
  return (
    <>
      {url === null ? <Foreign text={name} /> : <OutsideLink url={url} text={name} />}
      <div className="quiet">
        {draft ? say.draft : say.states[state]}
        {reviewers.length > 0 && `, ${say.reviewers(inert(reviewers.join(', ')))}`}
      </div>
      {workItems.map((item) => (
        <Chip key={item} tone="quiet">
          <Foreign text={item} most={24} />
        </Chip>
      ))}
    </>
  );
}
