/** The engine does not let this page in: why, and the way to a page that it does. */
import { Code, VisuallyHidden } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { Copyable } from '../components/Copyable.tsx';
import { EmptyPlace } from '../components/EmptyPlace.tsx';
import { words } from './words.ts';

export function NoKey({ why }: { readonly why: 'no-token' | 'wrong-token' }) {
  const { connection } = words;
  return (
    <main style={{ height: '100%' }}>
      <VisuallyHidden>
        <h1>Slipway</h1>
      </VisuallyHidden>
      <EmptyPlace
        icon={IconKey}
        title={why === 'no-token' ? connection.noTokenTitle : connection.wrongTokenTitle}
        actions={
          <Code fz="md" p="sm">
            <Copyable value={connection.command} what="command" />
          </Code>
        }
      >
        {why === 'no-token' ? connection.noToken : connection.wrongToken}
      </EmptyPlace>
    </main>
  );
}
