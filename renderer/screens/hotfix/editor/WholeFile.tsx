/** A file that is taken whole: binary, deleted or renamed on one side, a submodule, an LFS pointer. */
import { Button, Radio, Stack } from '@mantine/core';
import type { Conflict, Settlement } from '../../../../shared/domain/hotfix.ts';
import { Foreign } from '../../../components/Foreign.tsx';
import { words as forecastWords } from '../../../components/forecast/words.ts';
import classes from './Editor.module.css';
import { words } from './words.ts';

type Whole = Exclude<Settlement['choice'], 'content'>;

interface WholeFileProps {
  readonly conflict: Conflict;
  readonly chosen: Whole | null;
  readonly choose: (choice: Whole) => void;
  /** Back to settling it line by line, where that is possible. */
  readonly edit: (() => void) | null;
}

export function WholeFile({ conflict, chosen, choose, edit }: WholeFileProps) {
  const { file, choices } = conflict;
  return (
    <div className={classes.whole}>
      <h2 className={classes.wholeTitle}>
        <Foreign text={file.path} />
      </h2>
      <p>
        {sentence(forecastWords.kinds[file.kind])} <Foreign text={file.text} />
      </p>
      <div className={classes.facts}>
        {(['ours', 'base', 'theirs'] as const).map((side) => {
          const stage = file[side];
          return (
            <section key={side} className={classes.fact}>
              <h3>
                {words.panes[side]} <span className="quiet">{words.paneOf[side]}</span>
              </h3>
              {stage ? (
                <div className="mono">
                  {stage.mode} {stage.object.slice(0, 12)}
                </div>
              ) : (
                <div className="quiet">{words.absent}</div>
              )}
            </section>
          );
        })}
      </div>
      <Radio.Group
        label={words.choose}
        value={chosen ?? ''}
        onChange={(value) => {
          const choice = choices.find((one) => one === value);
          if (choice) choose(choice);
        }}
      >
        <Stack gap={10} mt={8}>
          {choices.map((choice) => (
            <Radio
              key={choice}
              value={choice}
              label={words.choices[choice][0]}
              description={words.choices[choice][1]}
            />
          ))}
        </Stack>
      </Radio.Group>
      {edit && (
        <Button size="xs" variant="default" mt="md" onClick={edit}>
          {words.lines}
        </Button>
      )}
    </div>
  );
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
