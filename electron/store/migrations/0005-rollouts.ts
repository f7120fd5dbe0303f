/** What people decided about an environment beyond its revisions: that nothing automatic comes, and how much of it runs. */
export const rollouts = `
CREATE TABLE holds (
  project TEXT NOT NULL REFERENCES projects(id), environment TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL,
  PRIMARY KEY (project, environment)
) STRICT;

-- declared: what the files said then; when they say something else, they are the newer choice.
CREATE TABLE scales (
  project TEXT NOT NULL REFERENCES projects(id), environment TEXT NOT NULL, service TEXT NOT NULL, replicas INTEGER NOT NULL, declared INTEGER NOT NULL,
  PRIMARY KEY (project, environment, service)
) STRICT;
`;
