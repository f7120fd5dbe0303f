/** How the window looks. */
import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import classes from './Settings.module.css';
import { words } from './words.ts';

export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <section className={classes.section}>
      <h2>{words.appearance}</h2>
      <SegmentedControl
        aria-label={words.theme}
        data={words.themes}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as MantineColorScheme)}
      />
    </section>
  );
}
