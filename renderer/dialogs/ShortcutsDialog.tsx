/** Every key there is. */
import { Kbd, Modal, SimpleGrid, Title } from '@mantine/core';
import { shortcuts } from '../frame/shortcuts.ts';
import { useStore } from '../state/store.ts';
import classes from './ShortcutsDialog.module.css';
import { words } from './words.ts';

export function ShortcutsDialog() {
  const close = useStore((state) => state.closeDialog);
  return (
    <Modal opened onClose={close} title={words.shortcuts.title} size={980}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xl">
        {shortcuts.map(({ group, keys }) => (
          <section key={group}>
            <Title order={3}>{group}</Title>
            <dl className={classes.keys}>
              {keys.map(([key, meaning]) => (
                <div key={key} className={classes.row}>
                  <dt>
                    <Kbd>{key}</Kbd>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
