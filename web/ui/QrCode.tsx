/** A QR code as the server drew it: dark on white whatever the theme, with its quiet zone. */
export const QrCode = (props: { qr: { size: number; path: string }; label: string }) => (
  <svg
    class="qr"
    viewBox={`-4 -4 ${props.qr.size + 8} ${props.qr.size + 8}`}
    role="img"
    aria-label={props.label}
    shape-rendering="crispEdges"
  >
    <rect class="qr-light" x="-4" y="-4" width={props.qr.size + 8} height={props.qr.size + 8} />
    <path class="qr-dark" d={props.qr.path} />
  </svg>
)
