/** A branch that is not merged, with what is known of its review. */
import { ScrollArea, TextInput } from '@mantine/core';
import { IconGitPullRequest, IconGitPullRequestDraft, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../../shared/api/contract.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { Chip } from '../../components/Chip.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { inert, shorten } from '../../text/inert.ts';
import classes from './BranchChoice.module.css';
import { words } from './words.ts';

const { create: say } = words;
export type Candidate = Output<'testEnvironment.list'>['branches'][number];

/** Branches that are drawn; the search finds the others. */
const most = 60;

interface BranchChoiceProps {
  readonly branches: readonly Candidate[];
  readonly value: string | null;
  readonly choose: (branch: string) => void;
}

export function BranchChoice({ branches, value, choose }: BranchChoiceProps) {
  const [search, setSearch] = useState('');
  const low = search.trim().toLowerCase();
  const found = branches.filter(({ branch, subject, review }) =>
    `${branch} ${subject} ${review?.title ?? ''}`.toLowerCase().includes(low),
  );
  if (branches.length === 0) return <p className="quiet">{say.none}</p>;
  return (
    <div>
      <TextInput
        size="xs"
        data-autofocus
        leftSection={<IconSearch size={14} />}
        placeholder={say.search}
        aria-label={say.search}
        value={search}
        maxLength={200}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ScrollArea.Autosize mah={280} mt={6} viewportProps={{ tabIndex: -1 }}>
        <div role="radiogroup" aria-label={say.branch} className={classes.list}>
          {found.slice(0, most).map((one) => (
            <label key={one.branch} className={classes.row} data-chosen={one.branch === value || undefined}>
              <input
                type="radio"
                name="branch"
                value={one.branch}
                checked={one.branch === value}
                onChange={() => choose(one.branch)}
              />
              <span className={classes.words}>
                <span className={classes.name}>
                  <Foreign text={one.branch} most={48} />
                </span>
                <span className={`quiet one-line`}>
                  <span className="mono">{shortSha(one.commit)}</span> <Foreign text={one.subject} line />
                </span>
                {one.problem && (
                  <span className={classes.problem}>
                    <Foreign text={one.problem.message} most={200} />
                  </span>
                )}
              </span>
              <Review candidate={one} />
            </label>
          ))}
          {found.length === 0 && <Typed branch={search.trim()} value={value} choose={choose} />}
        </div>
      </ScrollArea.Autosize>
    </div>
  );
}

/** What was typed, as a branch: only the newest are listed. */
function Typed({ branch, value, choose }: Omit<BranchChoiceProps, 'branches'> & { readonly branch: string }) {
  return (
    <label className={classes.row} data-chosen={branch === value || undefined}>
      <input type="radio" name="branch" value={branch} checked={branch === value} onChange={() => choose(branch)} />
      <span className={classes.words}>
        <span className={classes.name}>
          <Foreign text={branch} most={48} />
        </span>
        <span className="quiet">{say.notFound}</span>
      </span>
    </label>
  );
}

function Review({ candidate: { review, ahead } }: { readonly candidate: Candidate }) {
  const reviewers = review?.reviewers.map((name) => shorten(inert(name), 16)) ?? [];
  return (
    <span className={classes.review}>
      {ahead !== null && <span className="quiet">{say.ahead(ahead)}</span>}
      {review?.workItems.slice(0, 2).map((item) => (
        <Chip key={item} tone="quiet">
          <Foreign text={item} most={16} />
        </Chip>
      ))}
      {review && review.number !== null && (
        <Chip tone={review.draft ? 'quiet' : 'move'} icon={review.draft ? IconGitPullRequestDraft : IconGitPullRequest}>
          {say.merge(review.number)}
        </Chip>
      )}
      {review?.draft && <Chip tone="quiet">{say.draft}</Chip>}
      {review?.from === 'forge' && (
        <span className="quiet">
          {reviewers.length > 0 ? say.reviewers(reviewers.slice(0, 2).join(', ')) : say.noReviewer}
        </span>
      )}
    </span>
  );
}
