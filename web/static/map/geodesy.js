/* Distances on the WGS 84 ellipsoid (Vincenty's inverse formula), degrees in, kilometres out. */
"use strict";
(function () {
  const BP = window.BorderPorts;
  const A = 6378137;
  const F = 1 / 298.257223563;
  const B = A * (1 - F);
  const RAD = Math.PI / 180;

  function terms(U1, U2, L) {
    const [s1, c1, s2, c2] = [Math.sin(U1), Math.cos(U1), Math.sin(U2), Math.cos(U2)];
    let lambda = L;
    for (let turn = 0; turn < 200; turn += 1) {
      const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
      const sinSigma = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
      if (sinSigma === 0) return null;
      const cosSigma = s1 * s2 + c1 * c2 * cl;
      const sigma = Math.atan2(sinSigma, cosSigma);
      const sinAlpha = (c1 * c2 * sl) / sinSigma;
      const cosSq = 1 - sinAlpha * sinAlpha;
      const cos2m = cosSq === 0 ? 0 : cosSigma - (2 * s1 * s2) / cosSq;
      const C = (F / 16) * cosSq * (4 + F * (4 - 3 * cosSq));
      const inner = cos2m + C * cosSigma * (-1 + 2 * cos2m * cos2m);
      const next = L + (1 - C) * F * sinAlpha * (sigma + C * sinSigma * inner);
      if (Math.abs(next - lambda) < 1e-13) {
        const bearing = Math.atan2(c2 * sl, c1 * s2 - s1 * c2 * cl);
        return { sinSigma, cosSigma, sigma, cosSq, cos2m, bearing };
      }
      lambda = next;
    }
    return undefined;
  }

  /* Return {km, bearing}; bearing in degrees from north at the first point. */
  BP.geodesic = function (lon1, lat1, lon2, lat2) {
    let L = (lon2 - lon1) * RAD;
    if (L > Math.PI) L -= 2 * Math.PI;
    if (L < -Math.PI) L += 2 * Math.PI;
    const U1 = Math.atan((1 - F) * Math.tan(lat1 * RAD));
    const U2 = Math.atan((1 - F) * Math.tan(lat2 * RAD));
    const t = terms(U1, U2, L);
    if (t === null) return { km: 0, bearing: 0 };
    if (t === undefined) return { km: Math.PI * 6371.0088, bearing: 0 };
    const u = (t.cosSq * (A * A - B * B)) / (B * B);
    const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
    const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
    const m = t.cos2m;
    const late = (b / 6) * m * (-3 + 4 * t.sinSigma ** 2) * (-3 + 4 * m * m);
    const change = b * t.sinSigma * (m + (b / 4) * (t.cosSigma * (-1 + 2 * m * m) - late));
    return { km: (B * a * (t.sigma - change)) / 1000, bearing: (t.bearing / RAD + 360) % 360 };
  };

  BP.nearest = function (lon, lat, ports, k) {
    return ports
      .map((port) => ({ port, ...BP.geodesic(lon, lat, port.lon, port.lat) }))
      .sort((a, b) => a.km - b.km)
      .slice(0, k);
  };

  /* Points of the great ellipse between two places, near enough to draw the geodesic. */
  BP.arc = function (lon1, lat1, lon2, lat2) {
    const unit = (lon, lat) => [
      Math.cos(lat * RAD) * Math.cos(lon * RAD),
      Math.cos(lat * RAD) * Math.sin(lon * RAD),
      Math.sin(lat * RAD),
    ];
    const [p, q] = [unit(lon1, lat1), unit(lon2, lat2)];
    const angle = Math.acos(Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2]));
    const steps = Math.max(1, Math.min(64, Math.ceil(angle * 100)));
    if (steps === 1 || Math.sin(angle) === 0) return [[lat1, lon1], [lat2, lon2]];
    const found = [];
    for (let i = 0; i <= steps; i += 1) {
      const [s, e] = [
        Math.sin(((steps - i) / steps) * angle) / Math.sin(angle),
        Math.sin((i / steps) * angle) / Math.sin(angle),
      ];
      const v = [0, 1, 2].map((axis) => p[axis] * s + q[axis] * e);
      found.push([Math.atan2(v[2], Math.hypot(v[0], v[1])) / RAD, Math.atan2(v[1], v[0]) / RAD]);
    }
    return found;
  };

  function inRing(lon, lat, ring) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [y1, x1] = ring[i];
      const [y2, x2] = ring[j];
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) {
        inside = !inside;
      }
    }
    return inside;
  }
  BP.inArea = (lon, lat, polygons) =>
    polygons.some((rings) => rings.filter((ring) => inRing(lon, lat, ring)).length % 2 === 1);

  /* The point of drawn lines nearest to a place, by a local plane: {lon, lat, id}. */
  BP.foot = function (lon, lat, linesById) {
    const shrink = Math.cos(lat * RAD);
    let best = { d: Infinity };
    for (const [id, paths] of Object.entries(linesById)) {
      for (const path of paths) {
        for (let i = 1; i < path.length; i += 1) {
          const ax = (path[i - 1][1] - lon) * shrink;
          const ay = path[i - 1][0] - lat;
          const dx = (path[i][1] - path[i - 1][1]) * shrink;
          const dy = path[i][0] - path[i - 1][0];
          const length = dx * dx + dy * dy || 1e-18;
          const along = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
          const [x, y] = [ax + along * dx, ay + along * dy];
          const d = x * x + y * y;
          if (d < best.d) best = { d, id, lon: lon + x / shrink, lat: lat + y };
        }
      }
    }
    return best;
  };
})();
