/** A part of the preview under its heading. */
import classes from './PreviewDialog.module.css';

export function Section({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className={classes.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
