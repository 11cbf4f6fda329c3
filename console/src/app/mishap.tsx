/** What is shown in place of something that broke: the words, and a way back. Around a page, so that a call that is up goes on. */
import { Component, type ReactNode } from 'react';

type Props = { readonly children: ReactNode };
type State = { readonly message: string | undefined };

/** React knows no other way to catch what a component throws than a class. */
export class Mishap extends Component<Props, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === undefined) return this.props.children;
    return (
      <div role="alert" style={{ padding: 24, fontFamily: 'system-ui' }}>
        <h1>This page broke</h1>
        <p>{this.state.message}</p>
        <p>
          That is a mistake in Rollcall’s page, not in your bot. <a href={location.href}>Reload it</a>; if it stays, please report the
          sentence above.
        </p>
      </div>
    );
  }
}
