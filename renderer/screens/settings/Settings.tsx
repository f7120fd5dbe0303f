/** The configuration on disk with its mistakes, the engine, and how the window looks. */
import type { Route } from '../../state/address.ts';
import { Appearance } from './Appearance.tsx';
import { ConfigurationFile } from './ConfigurationFile.tsx';
import { EngineFacts } from './EngineFacts.tsx';
import classes from './Settings.module.css';
import { words } from './words.ts';

export default function Settings({ route }: { readonly route: Extract<Route, { screen: 'settings' }> }) {
  return (
    <div className={classes.screen}>
      <div className={classes.page}>
        <h1 className={classes.title}>{words.title}</h1>
        <div className={classes.columns}>
          <ConfigurationFile project={route.project} />
          <div className={classes.column}>
            <Appearance />
            <EngineFacts />
          </div>
        </div>
      </div>
    </div>
  );
}
