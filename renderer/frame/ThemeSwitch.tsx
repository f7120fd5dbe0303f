/** Light, dark, or what the system says. */
import { ActionIcon, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { KeyTip } from '../components/KeyTip.tsx';
import { words } from './words.ts';

const next: Record<MantineColorScheme, MantineColorScheme> = { auto: 'light', light: 'dark', dark: 'auto' };
const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Picture = icons[colorScheme];
  return (
    <KeyTip label={words.themeSwitch(words.theme[colorScheme])} keys="T">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words.themeSwitch(words.theme[colorScheme])}
        onClick={() => setColorScheme(next[colorScheme])}
        data-theme-switch
      >
        <Picture size={18} />
      </ActionIcon>
    </KeyTip>
  );
}
