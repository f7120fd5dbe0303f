/** Corrects a verdict by hand: what is right, and why. It is kept with the person's name. */
import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Change, Correction, Place } from '../../../shared/domain/change.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { Reason } from '../../components/Reason.tsx';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { words } from './words.ts';

interface CorrectFormProps {
  readonly project: string;
  readonly change: Change;
  readonly place: Place;
  readonly done: () => void;
  readonly cancel: () => void;
}

export function CorrectForm({ project, change, place, done, cancel }: CorrectFormProps) {
  const present = change.verdicts[place.id]?.present ?? false;
  const [kind, setKind] = useState<Correction['kind']>(present ? 'absent' : 'present');
  const [other, setOther] = useState('');
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const kinds: Correction['kind'][] = [
    present ? 'absent' : 'present',
    'same',
    'different',
    change.releaseOnly ? 'not-release-only' : 'release-only',
  ];
  const compares = kind === 'same' || kind === 'different';
  const save = async () => {
    setBusy(true);
    try {
      const correction = correctionOf(kind, change, place, other.trim());
      await engine.call('changes.correct', { project, correction, why: why.trim() });
      useStore.getState().refreshStatus();
      done();
    } catch (thrown) {
      setProblem(problemFrom(thrown));
      setBusy(false);
    }
  };
  return (
    <form
      aria-label={words.correct.title}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="xs">
        <Radio.Group
          label={words.correct.what}
          value={kind}
          onChange={(value) => setKind(kinds.find((one) => one === value) ?? kind)}
        >
          <Stack gap={6} mt={4}>
            {kinds.map((one) => (
              <Radio key={one} size="xs" value={one} label={words.correct.kinds[one]} />
            ))}
          </Stack>
        </Radio.Group>
        {compares && (
          <TextInput
            size="xs"
            required
            label={words.correct.other}
            placeholder={words.correct.otherPlaceholder}
            value={other}
            maxLength={200}
            onChange={(event) => setOther(event.currentTarget.value)}
          />
        )}
        <Reason size="xs" label={words.correct.why} required why={why} say={setWhy} />
        {problem && <ProblemNotice problem={problem} compact />}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={cancel}>
            {words.correct.cancel}
          </Button>
          <Button size="xs" type="submit" loading={busy} disabled={!why.trim() || (compares && !other.trim())}>
            {words.correct.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function correctionOf(kind: Correction['kind'], change: Change, place: Place, other: string): Correction {
  switch (kind) {
    case 'same':
    case 'different':
      return { kind, one: change.id, other };
    case 'present':
    case 'absent':
      return { kind, change: change.id, at: place.commit };
    case 'release-only':
    case 'not-release-only':
      return { kind, change: change.id };
  }
}
