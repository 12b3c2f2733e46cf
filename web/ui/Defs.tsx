/** Shapes drawn once and used everywhere by `<use>`: the mark, the hatch of what is unknown, the small window. */
export const Defs = () => (
  <svg class="defs" aria-hidden="true">
    <defs>
      <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="d-hatch" width="2" height="5" />
      </pattern>
      <symbol id="logo" viewBox="0 0 22 22">
        <path class="d-frame" d="M1 1h20v20H1zM1 14h20M8 1v20" />
        <rect class="d-lit" x="8.75" y="1.75" width="11.5" height="11.5" />
      </symbol>
      <symbol id="dark" viewBox="0 0 22 22">
        <path class="d-frame" d="M1 1h20v20H1zM1 14h20M8 1v20" />
      </symbol>
      <symbol id="win" viewBox="0 0 18 18">
        <rect class="d-a" x="2" y="2" width="6" height="6" />
        <path class="d-x" d="M1.5 8.5l7-7" />
        <rect class="d-b" x="10" y="2" width="6" height="6" />
        <rect class="d-c" x="2" y="10" width="6" height="6" />
        <rect class="d-h" x="2" y="13" width="6" height="3" />
        <rect class="d-d" x="10" y="10" width="6" height="6" />
        <path class="d-f" d="M.5.5h17v17H.5zM.5 9h17M9 .5v17" />
      </symbol>
    </defs>
  </svg>
)
