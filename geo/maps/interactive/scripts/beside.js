/** Steps from a place to spots around it, nearer ones first, pixels. */
export const BESIDE = [
  { x: 0, y: 0 },
  ...[28, 44, 60].flatMap((far) =>
    [90, 45, 135, 270, 315, 225, 0, 180].map((degrees) => {
      const angle = (degrees * Math.PI) / 180;
      return { x: far * Math.cos(angle), y: far * Math.sin(angle) };
    }),
  ),
];
