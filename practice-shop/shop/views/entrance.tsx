import { SignInForm } from './sign-in-form.tsx';

/** The forms before the account. */
export function SignInView({ problem }: { problem: string | null }) {
  return (
    <section class="narrow">
      <h1>Sign in</h1>
      {problem ? <p class="wrong">{problem}</p> : null}
      <SignInForm action="/account/sign-in" />
      <p>
        New here? <a href="/account/register">Open an account</a>
      </p>
      <p>
        <a href="/account/reset">Forgot your password?</a>
      </p>
    </section>
  );
}

export function RegisterView({ problem }: { problem: string | null }) {
  return (
    <section class="narrow">
      <h1>Open an account</h1>
      {problem ? <p class="wrong">{problem}</p> : null}
      <form method="post" action="/account/register" class="form">
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="name" required />
        <label for="email">Mail address</label>
        <input id="email" name="email" type="email" autocomplete="email" required />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="new-password" minlength={8} required />
        <button type="submit">Open it</button>
      </form>
    </section>
  );
}

export function ResetView({ said }: { said: string | null }) {
  return (
    <section class="narrow">
      <h1>A new password</h1>
      {said ? <p>{said}</p> : null}
      <form method="post" action="/account/reset" class="form">
        <label for="email">Mail address</label>
        <input id="email" name="email" type="email" autocomplete="username" required />
        <button type="submit">Send me a link</button>
      </form>
    </section>
  );
}

export function PasswordView({ said, asksOld }: { said: string | null; asksOld: boolean }) {
  return (
    <section class="narrow">
      <h1>Change your password</h1>
      {said ? <p>{said}</p> : null}
      <form method="post" action="/account/password" class="form">
        {asksOld ? (
          <>
            <label for="old">The password until now</label>
            <input id="old" name="old" type="password" autocomplete="current-password" required />
          </>
        ) : null}
        <label for="new">The new one</label>
        <input id="new" name="new" type="password" autocomplete="new-password" minlength={8} required />
        <button type="submit">Change it</button>
      </form>
    </section>
  );
}
