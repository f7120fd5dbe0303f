/** Keeps a screen that cannot be shown from taking the window with it: says so, and how to get it back. */
import { Component, type ReactNode } from 'react';
import { problemOf } from '../../shared/problem.ts';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { words } from './words.ts';

interface ScreenGuardProps {
  readonly children: ReactNode;
}

export class ScreenGuard extends Component<ScreenGuardProps, { readonly reason: string | null }> {
  override state = { reason: null };

  static getDerivedStateFromError(error: unknown) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { reason } = this.state;
    if (reason === null) return this.props.children;
    const problem = problemOf('failed.screen', words.screenFailed, { hint: reason });
    return (
      <div style={{ padding: 24 }}>
        <ProblemNotice problem={problem} action={{ label: words.reload, run: () => location.reload() }} />
      </div>
    );
  }
}
