/** The environments that a preset would make, in the order of the flow. */
import { environmentKinds } from '../../../shared/environments/index.ts';
import { KindIcon } from '../../components/KindIcon.tsx';
import classes from './PresetPicture.module.css';

export function PresetPicture({ environments }: { readonly environments: readonly string[] }) {
  return (
    <ol className={classes.list}>
      {environments.map((name) => {
        const kind = environmentKinds.find((candidate) => candidate.kind === name);
        return (
          <li key={name} className={classes.item} title={kind?.summary}>
            <KindIcon kind={kindOfName(name)} size={15} /> {name}
          </li>
        );
      })}
    </ol>
  );
}

/** Some presets name an environment after its use; its kind is then the catalog's nearest. */
const kindOfName = (name: string) => ({ review: 'test', integration: 'qa' })[name] ?? name;
