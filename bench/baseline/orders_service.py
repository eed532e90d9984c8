# The article's own data product service, as it stands there, brought to pydantic 2 (model_dump_json and
# model_json_schema for json and schema). It is what the service of this project is measured against.
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field
from confluent_kafka import Producer
import os

app = FastAPI(title="Orders Data Product", version="1.2.0")


class OrderEvent(BaseModel):
    order_id: str = Field(..., description="Unique Order ID")
    customer_id: str
    amount: float
    currency: str = Field(..., min_length=3, max_length=3)


KAFKA_TOPIC = os.getenv("KAFKA_TOPIC", "orders.v1")
KAFKA_BOOTSTRAP = os.getenv("KAFKA_BOOTSTRAP", "localhost:9092")

config = {"bootstrap.servers": KAFKA_BOOTSTRAP}
# Not in the article: the embedded broker knows its clients by name.
if os.getenv("KAFKA_USERNAME"):
    config |= {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": os.environ["KAFKA_USERNAME"],
        "sasl.password": os.environ["KAFKA_PASSWORD"],
    }
producer = Producer(config)


@app.post("/orders", status_code=201)
def create_order(event: OrderEvent):
    # SLA: max 50ms processing
    try:
        payload = event.model_dump_json()
        producer.produce(KAFKA_TOPIC, payload)
        producer.flush(timeout=1)
    except Exception as e:
        raise HTTPException(status_code=500, detail=str(e))
    return {"status": "queued", "order_id": event.order_id}


@app.get("/orders/schema")
def get_schema():
    return OrderEvent.model_json_schema()
