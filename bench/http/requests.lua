-- Another request each time. Arguments: the kind (box or point), the path up to its query, a file
-- of points "lon lat" beside the border, a seed. Boxes are one to three degrees wide; of the points, half
-- are anywhere between 125 W and 90 W, 20 N and 40 N, half are within 5 km or so of a point of
-- the file.
local kind, path
local beside = {}

function init(arguments)
  kind, path = arguments[1], arguments[2]
  math.randomseed(tonumber(arguments[4]))
  for line in io.lines(arguments[3]) do
    local lon, lat = line:match("(%S+) (%S+)")
    beside[#beside + 1] = { tonumber(lon), tonumber(lat) }
  end
end

local function point()
  if math.random() < 0.5 then
    return -125 + 35 * math.random(), 20 + 20 * math.random()
  end
  local near = beside[math.random(#beside)]
  return near[1] + 0.1 * (math.random() - 0.5), near[2] + 0.1 * (math.random() - 0.5)
end

function request()
  local lon, lat = point()
  if kind == "point" then
    return wrk.format("GET", string.format("%slon=%.6f&lat=%.6f", path, lon, lat))
  end
  local half = 0.5 + math.random()
  return wrk.format("GET", string.format(
    "%sbbox=%.6f,%.6f,%.6f,%.6f", path, lon - half, lat - half, lon + half, lat + half))
end
