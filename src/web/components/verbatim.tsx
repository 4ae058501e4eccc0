/** Settings or code, as they stand in a file: to be copied. */
export function Verbatim({ text }: { readonly text: string }) {
  return (
    <pre class="verbatim">
      <code>{text}</code>
    </pre>
  );
}
