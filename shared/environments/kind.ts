/** What a kind of environment is: everything that differs between kinds lives in the kind's own file. */
import type { z } from 'zod';

export type Lane = 'test' | 'main' | 'release';

export interface EnvironmentKind<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** The word in `slipway.yaml`. */
  readonly kind: string;
  /** What a person reads: "QA", "Production". */
  readonly title: string;
  /** One sentence for the catalog and for empty states. */
  readonly summary: string;
  /** Name of a Tabler icon, without the `Icon` prefix. */
  readonly icon: string;
  /** Where its node stands on the diagram: the lane, and the order along the flow. */
  readonly lane: Lane;
  readonly order: number;
  /** Keys of `slipway.yaml` that only this kind has, beside the common ones. */
  readonly shape: Shape;
  /** Whether going here or back asks for extra care: Cancel has the focus, the name is repeated on the button. */
  readonly guarded: boolean;
}

/** Keeps a kind's literal types. */
export const defineKind = <Shape extends z.ZodRawShape>(kind: EnvironmentKind<Shape>): EnvironmentKind<Shape> => kind;
