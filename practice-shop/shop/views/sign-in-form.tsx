/** Mail address and password, as customers and staff give them. */
export function SignInForm({ action }: { action: string }) {
  return (
    <form method="post" action={action} class="form">
      <label for="email">Mail address</label>
      <input id="email" name="email" type="email" autocomplete="username" required />
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required />
      <button type="submit">Sign in</button>
    </form>
  );
}
