/** Projects that were opened before. */
import type { Output } from '../../shared/api/contract.ts';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import type { Project } from '../../shared/domain/project.ts';
import { engine } from '../transport/engine.ts';
import type { Slice } from './store.ts';

export type KnownProject = Output<'project.list'>['projects'][number];

export interface ProjectsSlice {
  /** Null until they were asked for. */
  readonly projects: readonly KnownProject[] | null;
  readonly projectsProblem: Problem | null;
  loadProjects(): Promise<void>;
  /** Opens and goes there; rejects with a `ProblemError`. */
  openProject(path: string): Promise<Project>;
  openSample(): Promise<Project>;
  forgetProject(project: string): Promise<void>;
}

export const projectsSlice: Slice<ProjectsSlice> = (set, get) => {
  const opened = ({ project }: { project: Project }) => {
    get().go({ screen: 'home', project: project.id });
    void get().loadProjects();
    return project;
  };
  return {
    projects: null,
    projectsProblem: null,
    async loadProjects() {
      try {
        set({ projects: (await engine.call('project.list', {})).projects, projectsProblem: null });
      } catch (thrown) {
        set({ projectsProblem: problemFrom(thrown) });
      }
    },
    openProject: async (path) => opened(await engine.call('project.open', { path })),
    openSample: async () => opened(await engine.call('project.sample', {})),
    async forgetProject(project) {
      await engine.call('project.forget', { project });
      await get().loadProjects();
    },
  };
};
