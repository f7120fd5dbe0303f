/** The labels by which Slipway recognises what it made. */
export const label = {
  project: 'slipway.project',
  environment: 'slipway.environment',
  service: 'slipway.service',
  replica: 'slipway.replica',
  revision: 'slipway.revision',
  release: 'slipway.release',
  commit: 'slipway.commit',
  operation: 'slipway.operation',
  step: 'slipway.step',
  /** `serving` takes the traffic; `rehearsal` proves itself beside it; `dependency` is kept from revision to revision; `front` stands before; `check` runs a script of a verification; `stage` runs a stage of a pipeline, `beside` stands beside one, `cache` is kept for the next, `shell` is a failed stage that somebody looks into. */
  role: 'slipway.role',
  /** The path that a cache is for. */
  path: 'slipway.path',
  /** Hash of the service's configuration: a dependency with the same one is kept running. */
  configuration: 'slipway.configuration',
  /** Hash of everything that went into an image. */
  inputs: 'slipway.inputs',
} as const;
