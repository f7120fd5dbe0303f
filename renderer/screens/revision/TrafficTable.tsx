/** The figures behind the charts, newest first. */
import { milliseconds, percent, rate, textOf } from '../../components/rollout/figures.ts';
import { exact, timeOfDay } from '../../text/time.ts';
import classes from './RevisionPage.module.css';
import type { Traffic } from './series.ts';
import { words } from './words.ts';

export function TrafficTable({ traffic: { times, revisions } }: { readonly traffic: Traffic }) {
  const [own] = revisions;
  return (
    <div className={classes.scroll} role="region" aria-label={words.traffic} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {revisions.flatMap(({ revision }) => [
              <th key={`requests ${revision}`} scope="col">
                {words.requestsOf(revision)}
              </th>,
              <th key={`errors ${revision}`} scope="col">
                {words.errorsOf(revision)}
              </th>,
            ])}
            {own &&
              ['p50', 'p95', 'p99'].map((name) => (
                <th key={name} scope="col">
                  {words.latencyOf(name)}
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {times
            .map((at, index) => (
              <tr key={at}>
                <th scope="row" title={exact(at)}>
                  {timeOfDay(at)}
                </th>
                {revisions.flatMap((series) => [
                  <td key={`requests ${series.revision}`}>{textOf(series.requests[index], rate)}</td>,
                  <td key={`errors ${series.revision}`}>{textOf(series.errors[index], percent)}</td>,
                ])}
                {own &&
                  [own.p50, own.p95, own.p99].map((values, column) => (
                    <td key={column}>{textOf(values[index], milliseconds)}</td>
                  ))}
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
    </div>
  );
}
