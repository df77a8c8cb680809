CREATE VIEW {name} AS WITH RECURSIVE
revised({revised}) AS ({revisions}),
origins(document, origin) AS (
  SELECT document, document FROM {documents}
    WHERE document NOT IN (SELECT document FROM revised)
  UNION
  SELECT revised.document, origin FROM revised JOIN origins
    ON origins.document = revised.document_before),
stands(resource, key, measure, value, document) AS ({figures}),
every(resource, key, measure, value, document, known_until) AS (
  SELECT *, NULL FROM stands
  UNION ALL
  SELECT resource, key, measure, before, document_before, published FROM revised)
SELECT every.resource, every.key, every.measure, value, coalesce(
    (SELECT document FROM revised AS own WHERE {same} ORDER BY published DESC), origin
  ) AS document, coalesce(
    (SELECT max(published) FROM revised AS own WHERE {same}), answered
  ) AS known_from, known_until
FROM every JOIN origins ON origins.document = every.document
  JOIN {documents} AS first ON first.document = origin
WHERE value IS NOT NULL
