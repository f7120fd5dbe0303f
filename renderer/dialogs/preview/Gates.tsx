/** The gates of a move, and the one thing that a person can do about one: approve. */
import { Button } from '@mantine/core';
import { IconCircleCheckFilled, IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import type { Preview } from '../../../shared/api/releases.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { engine } from '../../transport/engine.ts';
import { Section } from './Section.tsx';
import classes from './PreviewDialog.module.css';
import { words } from './words.ts';

/** The gate that people open, by its title in the plan. */
const approvalGate = 'Approval';

interface GatesProps {
  readonly preview: Preview;
  readonly project: string;
  readonly again: () => void;
}

export function Gates({ preview, project, again }: GatesProps) {
  return (
    <Section title={words.gates}>
      {preview.gates.length === 0 && <span className="quiet">{words.noGates}</span>}
      {preview.gates.map((gate) => (
        <div key={gate.title} className={classes.gate} data-open={gate.open || undefined}>
          {gate.open ? (
            <IconCircleCheckFilled size={16} aria-label={words.gateOpen} />
          ) : (
            <IconLock size={16} aria-label={words.gateClosed} />
          )}
          <div>
            <Foreign text={gate.title} />
            {gate.detail && (
              <span className="quiet">
                : <Foreign text={gate.detail} />
              </span>
            )}
            {!gate.open && gate.title === approvalGate && (
              <Approve preview={preview} project={project} approved={again} />
            )}
          </div>
        </div>
      ))}
    </Section>
  );
}

interface ApproveProps {
  readonly preview: Preview;
  readonly project: string;
  readonly approved: () => void;
}

function Approve({ preview, project, approved }: ApproveProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const approve = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await engine.call('release.approve', { project, release: preview.release.id, environment: preview.environment });
      approved();
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    }
    setBusy(false);
  };
  return (
    <>
      <Button size="compact-sm" variant="default" mt={4} loading={busy} onClick={() => void approve()}>
        {words.approve(preview.environment)}
      </Button>
      {problem && <ProblemNotice problem={problem} compact />}
    </>
  );
}
