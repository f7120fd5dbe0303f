/** Where a person says why. */
import { Textarea, type TextareaProps } from '@mantine/core';

interface ReasonProps extends Pick<TextareaProps, 'size' | 'required'> {
  readonly 'data-autofocus'?: boolean;
  readonly label: string;
  readonly why: string;
  readonly say: (why: string) => void;
}

/** As long as the history keeps it; grows with what is written. */
export function Reason({ why, say, ...field }: ReasonProps) {
  return (
    <Textarea
      {...field}
      autosize
      minRows={2}
      maxLength={2000}
      value={why}
      onChange={(event) => say(event.currentTarget.value)}
    />
  );
}
