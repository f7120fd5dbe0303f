/** The shape of a screen with a list: title, tools, and the list below them. */
import classes from './Page.module.css';

interface PageProps {
  readonly title: string;
  readonly tools?: React.ReactNode;
  readonly children: React.ReactNode;
}

export function Page({ title, tools, children }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        <div className={classes.tools}>{tools}</div>
      </header>
      {children}
    </div>
  );
}
