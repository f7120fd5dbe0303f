/** What each side gets and how it answers, as the load balancer counts it. */
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { percent, rate, wantedShare, type Sides } from './figures.ts';
import classes from './Rates.module.css';
import { words } from './words.ts';

export function Rates({
  rollout,
  sides: { after, before, share },
}: {
  readonly rollout: RolloutState;
  readonly sides: Sides;
}) {
  const { rates } = rollout;
  const sides = [
    { side: 'after', word: words.after, revision: after, share },
    { side: 'before', word: words.beforeIt, revision: before, share: 100 - share },
  ].filter(({ revision }) => revision !== null);
  const silent = rates.every(({ perSecond }) => perSecond === 0);
  const differs = Math.abs(share - wantedShare(rollout)) >= 1;
  return (
    <>
      <table className={classes.table} aria-label={`${words.sides}, ${words.lastSeconds}`}>
        <thead>
          <tr>
            {words.head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sides.map(({ side, word, revision, share: own }) => {
            const seen = rates.find((one) => one.revision === revision);
            return (
              <tr key={side} data-testid={`side-${side}`}>
                <th scope="row">
                  <span className={classes.mark} data-side={side} aria-hidden />
                  {`#${revision} `}
                  <span className="quiet">{word}</span>
                </th>
                <td>
                  {percent(own)}
                  {side === 'after' && differs && <span className="quiet"> {words.wanted(wantedShare(rollout))}</span>}
                </td>
                <td>{rate(seen?.perSecond ?? 0)}</td>
                <td data-bad={(seen?.errors ?? 0) > 0 || undefined}>
                  {seen && seen.perSecond > 0 ? percent(seen.errors * 100) : '\u2013'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rollout.share === null && <div className="quiet">{words.noShare}</div>}
      {rollout.share !== null && silent && <div className="quiet">{words.noRequests}</div>}
    </>
  );
}
