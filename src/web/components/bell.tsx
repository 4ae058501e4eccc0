/** The brand's bell. Decorative: the name stands beside it. */
export function Bell() {
  return (
    <svg class="bell" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">
        <path d="M2.5 3.8h9.2c1.9 0 2.8 1.2 2.8 3" />
        <path d="M14.5 6.8c-4 0-6.1 2.9-6.1 6.7 0 1.7-.5 2.6-1.9 4h16c-1.4-1.4-1.9-2.3-1.9-4 0-3.8-2.1-6.7-6.1-6.7z" />
        <path d="M12.7 20.3a1.9 1.9 0 0 0 3.6 0" />
      </g>
    </svg>
  );
}
