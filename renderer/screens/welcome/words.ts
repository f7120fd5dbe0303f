/** Every sentence of the welcome screen. */
export const words = {
  title: 'Slipway',
  lead: 'What runs where, one image from QA to production, and the way back.',
  open: 'Open a repository',
  openText:
    'Any Git repository on this machine: a folder inside it, a bare one, or a worktree. Your files are never touched.',
  path: 'Path of the repository',
  pathPlaceholder: '/home/you/src/shop',
  openButton: 'Open',
  browse: 'Browse\u2026',
  recent: 'Recent',
  noRecent: 'Repositories that you open are listed here.',
  unavailable: 'Its folder is not there now',
  forget: (name: string) => `Take ${name} from this list`,
  opened: 'opened',
  sample: 'Try the sample',
  sampleText:
    'A small web shop with its history, its environments and a bug to fix, in a folder of its own. It needs Docker and no network.',
  sampleButton: 'Make and open the sample',
  folders: 'Choose a folder',
  folder: 'Folders',
  up: 'Up',
  repository: 'Git repository',
  useFolder: 'Open this folder',
  emptyFolder: 'No folders in here.',
  init: 'A Git repository is needed first.',
};
