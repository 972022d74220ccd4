import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { Empty } from "../components/panel.tsx";

interface State {
  readonly error: Error | null;
}

/** Keeps a page's bug from taking the window down. React reports the error to the console, which the main process logs. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <Broken message={this.state.error.message} onRetry={() => this.setState({ error: null })} />;
  }
}

function Broken(props: { readonly message: string; readonly onRetry: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <Empty isPage title={t("shell.broken")}>
        <p>{props.message}</p>
        <p>{t("shell.brokenHelp")}</p>
        <p>
          <Button onClick={props.onRetry}>{t("shell.reload")}</Button>
        </p>
      </Empty>
    </div>
  );
}
