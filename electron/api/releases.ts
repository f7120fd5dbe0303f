import { summarize, type Release } from '../../shared/domain/release.ts';
import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import { fail } from '../../shared/problem.ts';
import { beginDeployment, beginDeployments } from '../engine/begin-deployment.ts';
import { beginBuild, earlier } from '../engine/begin.ts';
import type { Engine } from '../engine/engine.ts';
import { viewOf } from '../engine/operations.ts';
import { prepareBuild } from '../engine/prepare-build.ts';
import { preparePromotion, requireRelease } from '../engine/prepare-promotion.ts';
import { prepareRollback } from '../engine/prepare-rollback.ts';
import { movement, previewOf } from '../engine/preview.ts';
import { rejectRelease } from '../engine/reject.ts';
import type { Handlers } from './router.ts';

export function releaseHandlers(engine: Engine) {
  const { store, workspace, publisher } = engine;
  return {
    'release.list': ({ project, before, limit, search }) => {
      const found = store.releases.list(project, { before, limit: limit + 1, text: search });
      return Promise.resolve({ releases: found.slice(0, limit), more: found.length > limit });
    },

    'release.get': async ({ project, release: id }) => {
      const open = await workspace.get(project);
      const release = requireRelease(engine, project, id);
      const since =
        store.releases
          .list(project, { before: release.createdAt, limit: 50 })
          .find((one) => one.ref === release.ref && one.commit !== release.commit) ?? null;
      const changes = await movement(open, since?.commit ?? null, release.commit);
      return {
        release,
        changes,
        since: since ? summarize(since) : null,
        revisions: store.revisions.ofRelease(project, id),
      };
    },

    'release.build': async ({ project, ref, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again)
        return {
          operation: again,
          release:
            again.status === 'done' && again.release !== null ? store.releases.get(project, again.release) : null,
        };
      const prepared = await prepareBuild(engine, await workspace.get(project), ref);
      if ('release' in prepared) return { operation: builtBy(engine, prepared.release), release: prepared.release };
      return { operation: await beginBuild(engine, prepared.plan, { by, why: null, key }), release: null };
    },

    'release.reject': ({ project, release: id, why }, { by }) => {
      requireRelease(engine, project, id);
      const rejected = { by, at: engine.now(), why };
      publisher.commit((append) => {
        rejectRelease(engine, project, id, rejected, append);
      });
      return Promise.resolve({ rejected });
    },

    'release.approve': async ({ project, release: id, environment, why }, { by }) => {
      requireRelease(engine, project, id);
      resolveEnvironment(await (await workspace.get(project)).requireConfiguration(), environment);
      publisher.commit((append) => {
        store.releases.approve(project, id, environment, by, engine.now(), why ?? null);
        append({ type: 'approval.given', project, environment, by, data: { release: id, why: why ?? null } });
      });
      return { approvals: store.releases.approvals(project, id, environment).length };
    },

    'promotion.preview': async ({ project, release, to, lose }) => {
      const open = await workspace.get(project);
      return previewOf(engine, open, await preparePromotion(engine, open, release, to, { may: lose }), 'promote');
    },
    'promotion.start': async ({ project, release, to, plan, lose, why, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again) return { operation: again };
      const open = await workspace.get(project);
      return {
        operation: await beginDeployment(
          engine,
          await preparePromotion(engine, open, release, to, { may: lose !== undefined }),
          plan,
          { by, why: withLoss(why, lose), key },
        ),
      };
    },
    'rollback.preview': async ({ project, environment, to }) => {
      const open = await workspace.get(project);
      return previewOf(engine, open, await prepareRollback(engine, open, environment, to), 'rollback');
    },
    'rollback.start': async ({ project, environment, to, plan, reject, why, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again) return { operation: again };
      const open = await workspace.get(project);
      const prepared = await prepareRollback(engine, open, environment, to);
      const asked = { by, why: why ?? reject ?? null, key };
      return { operation: await beginDeployment(engine, prepared, plan, asked, reject) };
    },
    'rollback.startAll': async ({ project, rollbacks, reject, why, key }, { by }) => {
      const keyOf = (environment: string): string => `${key}:${environment}`;
      const again = rollbacks.flatMap(({ environment }) => earlier(engine, project, keyOf(environment)) ?? []);
      if (again.length > 0) return { operations: again };
      const open = await workspace.get(project);
      const wishes = await Promise.all(
        rollbacks.map(async ({ environment, to, plan }) => ({
          prepared: await prepareRollback(engine, open, environment, to),
          shown: plan,
          key: keyOf(environment),
        })),
      );
      const asked = { by, why: why ?? reject ?? null };
      return { operations: await beginDeployments(engine, wishes, asked, reject) };
    },
  } satisfies Partial<Handlers>;
}

/** The operation that built a release, for the answer to a build that had nothing to do. */
function builtBy(engine: Engine, release: Release) {
  const operation = engine.store.operations.get(release.operation);
  if (!operation)
    throw fail('failed.history-incomplete', `The history lacks the operation that built release ${release.id}.`);
  return viewOf(engine.store, operation);
}

/** The reason of a promotion with the one for which changes may go, as the history keeps them. */
const withLoss = (why: string | undefined, lose: string | undefined): string | null =>
  lose === undefined ? (why ?? null) : [why, `Changes may go: ${lose}`].filter(Boolean).join(' · ');
